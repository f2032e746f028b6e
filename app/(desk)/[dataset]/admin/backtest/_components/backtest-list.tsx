'use client'

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
import { describeFamily } from '@/core/publishing/describe-family.ts'
import { type BacktestOverview, writeDifference } from '@/lib/models/backtest-overview.ts'

/** Earlier backtests; a click shows one. */
export function BacktestList({
  list,
  chosen,
}: {
  list: BacktestOverview['list']
  chosen: number | null
}) {
  const format = useFormatter()
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <CardTitle>All backtests</CardTitle>
      </CardHeader>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead>Months</TableHead>
            <TableHead>Families</TableHead>
            <TableHead>Labels</TableHead>
            <TableHead className="text-right">Gate against never</TableHead>
            <TableHead className="text-right">Took</TableHead>
            <TableHead>When</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {list.map((each) => {
            const difference = each.differences.find(
              ({ first, second }) => first === 'whenGateAllows' && second === 'neverRetrained',
            )?.difference
            return (
              <TableRow key={each.id} className={each.id === chosen ? 'bg-muted/60' : undefined}>
                <TableCell className="whitespace-nowrap">
                  <a
                    href={`?id=${each.id}`}
                    aria-current={each.id === chosen ? 'true' : undefined}
                    className="rounded-sm font-medium hover:underline"
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey) return
                      event.preventDefault()
                      window.history.pushState(null, '', `?id=${each.id}`)
                    }}
                  >
                    {format.shortMonth(each.from)} to {format.shortMonth(each.to)}
                  </a>
                </TableCell>
                <TableCell className="min-w-36">
                  {each.families.map(describeFamily).join(', ')}
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  {each.labelDelayMonths === 0
                    ? 'at once'
                    : `after ${each.labelDelayMonths} month${each.labelDelayMonths === 1 ? '' : 's'}`}
                </TableCell>
                <TableCell className="whitespace-nowrap text-right tabular-nums">
                  {difference ? (
                    <>
                      {writeDifference(difference.value, format.score)}{' '}
                      <span className="text-muted-foreground text-xs">
                        {writeDifference(difference.low, format.score)} to{' '}
                        {writeDifference(difference.high, format.score)}
                      </span>
                    </>
                  ) : (
                    '–'
                  )}
                </TableCell>
                <TableCell className="whitespace-nowrap text-right tabular-nums">
                  {format.duration(each.durationMs)}
                </TableCell>
                <TableCell className="whitespace-nowrap tabular-nums">
                  {format.time(each.createdAt)}
                </TableCell>
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </Card>
  )
}
