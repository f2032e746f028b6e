'use client'

import Link from 'next/link'
import { useFormatter } from '@/components/locale-provider'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { MonthRow } from '@/lib/months/list-months.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'
import { routes } from '@/lib/routes.ts'
import { CompositionBar } from './composition-bar'

const figure = 'text-right tabular-nums'

/** Every month, newest first; a row leads to its month. The chart's figures in words. */
export function MonthsTable({
  dataset,
  months,
  currency,
}: {
  dataset: string
  months: MonthRow[]
  currency: string
}) {
  const format = useFormatter()
  const largest = Math.max(
    1,
    ...months.map(({ predicted }) =>
      predicted ? predicted.flaggedCount + predicted.falseNegativeCount : 0,
    ),
  )
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <CardTitle>All months</CardTitle>
      </CardHeader>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead>Month</TableHead>
            <TableHead className="text-right">Transactions</TableHead>
            <TableHead className="text-right">Flagged</TableHead>
            <TableHead className="text-right">At risk</TableHead>
            <TableHead className="text-right">Confirmed</TableHead>
            <TableHead className="text-right">Missed</TableHead>
            <TableHead className="w-48 max-xl:hidden">
              <span className="sr-only">Composition</span>
            </TableHead>
            <TableHead className="text-right">Precision</TableHead>
            <TableHead className="text-right">Recall</TableHead>
            <TableHead className="text-right">Model</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {months.toReversed().map((row) => {
            const { month, predicted } = row
            return (
              <TableRow key={month} className="relative hover:bg-muted/60">
                <TableCell className="whitespace-nowrap font-medium">
                  <Link
                    href={routes.month(dataset, month)}
                    className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
                  >
                    {format.month(month)}
                  </Link>
                </TableCell>
                <TableCell className={figure}>{format.count(row.transactionCount)}</TableCell>
                {predicted ? (
                  <>
                    <TableCell className={figure}>{format.count(predicted.flaggedCount)}</TableCell>
                    <TableCell className={`${figure} text-muted-foreground`}>
                      {format.compactMoney(predicted.flaggedAmount, currency)}
                    </TableCell>
                    <TableCell className={figure}>
                      {row.labelledCount > 0 ? format.count(predicted.truePositiveCount) : '–'}
                    </TableCell>
                    <TableCell className={figure}>
                      {row.labelledCount > 0 ? format.count(predicted.falseNegativeCount) : '–'}
                    </TableCell>
                    <TableCell className="max-xl:hidden">
                      <CompositionBar predicted={predicted} largest={largest} />
                    </TableCell>
                    <QualityCells row={row} />
                    <TableCell className="whitespace-nowrap text-right text-muted-foreground">
                      {predicted.versions.map((version) => `v${version}`).join(', ')}
                    </TableCell>
                  </>
                ) : (
                  <>
                    <TableCell colSpan={5} className="text-muted-foreground max-xl:hidden">
                      <Unscored row={row} />
                    </TableCell>
                    <TableCell colSpan={4} className="text-muted-foreground xl:hidden">
                      <Unscored row={row} />
                    </TableCell>
                    <TableCell colSpan={3} />
                  </>
                )}
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </Card>
  )
}

function Unscored({ row }: { row: MonthRow }) {
  const format = useFormatter()
  return row.labelledCount > 0
    ? `History to learn from, ${format.count(row.fraudCount)} known frauds`
    : 'Not scored'
}

function QualityCells({ row }: { row: MonthRow }) {
  const format = useFormatter()
  if (!row.predicted) return null
  const { precision, recall, labelledShare } = measureQuality(row.predicted)
  if (precision === null && recall === null) {
    return (
      <TableCell colSpan={2} className="whitespace-nowrap text-right text-muted-foreground">
        {labelledShare === 0 ? 'Labels not in' : `${format.percent(labelledShare, 0)} labelled`}
      </TableCell>
    )
  }
  return (
    <>
      <TableCell className={figure}>
        {precision === null ? '–' : format.percent(precision)}
      </TableCell>
      <TableCell className={figure}>{recall === null ? '–' : format.percent(recall)}</TableCell>
    </>
  )
}
