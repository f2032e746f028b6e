'use client'

import Link from 'next/link'
import { useFormatter } from '@/components/locale-provider'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
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
import type { ShareInterval } from '@/lib/months/share-interval.ts'
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
        <div>
          <CardTitle>All months</CardTitle>
          <CardDescription>
            Numbers with their amounts; precision and recall with 95% intervals.
          </CardDescription>
        </div>
      </CardHeader>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead>Month</TableHead>
            <TableHead className="text-right max-md:hidden">Transactions</TableHead>
            <TableHead className="text-right">Flagged</TableHead>
            <TableHead className="text-right">Confirmed</TableHead>
            <TableHead className="text-right">Missed</TableHead>
            <TableHead className="w-48 max-xl:hidden">
              <span className="sr-only">Composition</span>
            </TableHead>
            <TableHead className="text-right max-md:hidden">Precision</TableHead>
            <TableHead className="text-right max-md:hidden">Recall</TableHead>
            <TableHead className="text-right max-md:hidden">Model</TableHead>
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
                <TableCell className={`${figure} max-md:hidden`}>
                  {format.count(row.transactionCount)}
                </TableCell>
                {predicted ? (
                  <>
                    <AmountCell
                      count={predicted.flaggedCount}
                      amount={predicted.flaggedAmount}
                      currency={currency}
                    />
                    <AmountCell
                      count={row.labelledCount > 0 ? predicted.truePositiveCount : null}
                      amount={predicted.caughtAmount}
                      currency={currency}
                    />
                    <AmountCell
                      count={row.labelledCount > 0 ? predicted.falseNegativeCount : null}
                      amount={predicted.missedAmount}
                      currency={currency}
                    />
                    <TableCell className="max-xl:hidden">
                      <CompositionBar predicted={predicted} largest={largest} />
                    </TableCell>
                    <QualityCells row={row} />
                    <TableCell className="whitespace-nowrap text-right text-muted-foreground max-md:hidden">
                      {predicted.versions.map((version) => `v${version}`).join(', ')}
                    </TableCell>
                  </>
                ) : (
                  // Wider than any row: columns that a narrow page leaves out count for nothing.
                  <TableCell colSpan={8} className="text-muted-foreground">
                    <Unscored row={row} />
                  </TableCell>
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
  if (row.labelledCount === 0) return 'Not scored'
  return (
    <>
      <span className="max-sm:hidden">
        History to learn from, {format.count(row.fraudCount)} known frauds
      </span>
      <span className="sm:hidden">History, {format.count(row.fraudCount)} frauds</span>
    </>
  )
}

/** A number with its amount below it; a dash while no label says so. */
function AmountCell({
  count,
  amount,
  currency,
}: {
  count: number | null
  amount: number
  currency: string
}) {
  const format = useFormatter()
  return (
    <TableCell className={figure}>
      {count === null ? (
        '–'
      ) : (
        <>
          {format.count(count)}
          <span className="block text-2xs text-muted-foreground">
            {format.compactMoney(amount, currency)}
          </span>
        </>
      )}
    </TableCell>
  )
}

function QualityCells({ row }: { row: MonthRow }) {
  const format = useFormatter()
  if (!row.predicted) return null
  const { precisionInterval, recallInterval, labelledShare, areLabelsIn } = measureQuality(
    row.predicted,
  )
  if (!areLabelsIn) {
    return (
      <TableCell
        colSpan={2}
        className="whitespace-nowrap text-right text-muted-foreground max-md:hidden"
      >
        {labelledShare === 0
          ? 'Labels too recent'
          : `Labels too recent, ${format.percent(labelledShare, 0)} in`}
      </TableCell>
    )
  }
  return (
    <>
      <QualityCell interval={precisionInterval} />
      <QualityCell interval={recallInterval} />
    </>
  )
}

function QualityCell({ interval }: { interval: ShareInterval | null }) {
  const format = useFormatter()
  return (
    <TableCell className={`${figure} whitespace-nowrap max-md:hidden`}>
      {interval ? (
        <>
          {format.percent(interval.value)}
          <span className="block text-2xs text-muted-foreground">
            {format.percent(interval.low, 0)} to {format.percent(interval.high, 0)}
          </span>
        </>
      ) : (
        '–'
      )}
    </TableCell>
  )
}
