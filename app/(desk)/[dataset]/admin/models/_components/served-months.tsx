'use client'

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
import type { ComparedVersion } from '@/lib/models/compare-versions.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'
import type { ShareInterval } from '@/lib/months/share-interval.ts'
import { SideMark } from './side-mark'

/** What each version served, month by month. They served different transactions, so this compares nothing. */
export function ServedMonths({
  first,
  second,
}: {
  first: ComparedVersion
  second: ComparedVersion
}) {
  const format = useFormatter()
  const rows = (['first', 'second'] as const)
    .flatMap((side) => {
      const { version, months } = side === 'first' ? first : second
      return months.map((month) => ({ side, version, ...month, quality: measureQuality(month) }))
    })
    .sort((a, b) => b.month.localeCompare(a.month) || b.version - a.version)
  const share = (interval: ShareInterval | null) =>
    interval === null ? (
      '–'
    ) : (
      <>
        {format.percent(interval.value)}{' '}
        <span className="text-muted-foreground text-xs max-sm:block">
          {format.percent(interval.low)}–{format.percent(interval.high)}
        </span>
      </>
    )
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>What they served</CardTitle>
          <CardDescription>
            Each served transactions of its own: this tells how it went, not which is better.
          </CardDescription>
        </div>
      </CardHeader>
      {rows.length === 0 ? (
        <p className="px-4 pb-5 text-muted-foreground sm:px-5">Neither has served a month.</p>
      ) : (
        <Table scrollLabel="Months that the two versions served">
          <TableHeader>
            <TableRow>
              <TableHead>Month</TableHead>
              <TableHead>Version</TableHead>
              <TableHead className="text-right">Scored</TableHead>
              <TableHead className="text-right">Flagged</TableHead>
              <TableHead className="text-right">Precision</TableHead>
              <TableHead className="text-right">Recall</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={`${row.side} ${row.month}`}>
                <TableCell className="whitespace-nowrap">{format.shortMonth(row.month)}</TableCell>
                <TableCell className="whitespace-nowrap">
                  <span className="inline-flex items-center gap-1.5">
                    <SideMark side={row.side} /> v{row.version}
                  </span>
                </TableCell>
                <TableCell className="text-right tabular-nums">
                  {format.count(row.scoredCount)}
                </TableCell>
                <TableCell className="text-right tabular-nums">
                  {format.count(row.flaggedCount)}
                </TableCell>
                <TableCell className="text-right tabular-nums">
                  {share(row.quality.precisionInterval)}
                </TableCell>
                <TableCell className="text-right tabular-nums">
                  {share(row.quality.recallInterval)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  )
}
