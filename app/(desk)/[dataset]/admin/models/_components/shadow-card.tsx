'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter } from '@/components/locale-provider'
import { QueryFault } from '@/components/query-fault'
import { useSupabase } from '@/components/supabase-provider'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { type ShadowComparison, shadowComparisonQuery } from '@/lib/models/shadow-comparison.ts'

const figure = 'text-right tabular-nums whitespace-nowrap'

/** The challenger that scores in shadow, beside what was served on the same transactions. */
export function ShadowCard({ dataset }: { dataset: string }) {
  const client = useSupabase()
  const format = useFormatter()
  const query = useQuery(shadowComparisonQuery(client, dataset))
  const { data } = query
  if (data === undefined && !query.error) return <Skeleton className="h-40" />
  if (!data) return <QueryFault query={query} />
  const { challenger, months } = data
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>Version {challenger.version} in shadow</CardTitle>
          <CardDescription className="wrap-anywhere">
            It scores beside the champion since {format.time(challenger.since)}
            {challenger.setBy ? `, set by ${challenger.setBy}` : ''}: {challenger.reason} Both rows
            of a month are of the same transactions.
          </CardDescription>
        </div>
      </CardHeader>
      {months.length === 0 ? (
        <p className="px-4 pb-5 text-muted-foreground sm:px-5">
          It has not scored a month yet: the trainer begins with its next round.
        </p>
      ) : (
        <Table scrollLabel="The challenger beside what was served">
          <TableHeader>
            <TableRow>
              <TableHead>Month</TableHead>
              <TableHead>Who</TableHead>
              <TableHead className="text-right">Flagged</TableHead>
              <TableHead className="text-right">Caught</TableHead>
              <TableHead className="text-right">Missed</TableHead>
              <TableHead className="text-right">Precision</TableHead>
              <TableHead className="text-right">Recall</TableHead>
              <TableHead className="text-right">Average precision</TableHead>
              <TableHead className="text-right">Agreement</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {months
              .toReversed()
              .flatMap((month) => [
                <SideRow key={`${month.month} served`} month={month} side="served" />,
                <SideRow key={`${month.month} challenger`} month={month} side="challenger" />,
              ])}
          </TableBody>
        </Table>
      )}
    </Card>
  )
}

function SideRow({
  month,
  side,
}: {
  month: ShadowComparison['months'][number]
  side: 'served' | 'challenger'
}) {
  const format = useFormatter()
  const own = month[side]
  const hasLabels = month.labelledCount > 0
  const share = (value: number | null) =>
    value === null || !hasLabels ? '–' : format.percent(value)
  const versions = own.versions.map((version) => `v${version}`).join(', ')
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        {side === 'served' ? (
          format.shortMonth(month.month)
        ) : (
          <span className="sr-only">{format.shortMonth(month.month)}</span>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {side === 'served' ? `Served (${versions})` : `In shadow (${versions})`}
      </TableCell>
      <TableCell className={figure}>{format.count(own.flaggedCount)}</TableCell>
      <TableCell className={figure}>{hasLabels ? format.count(own.caughtCount) : '–'}</TableCell>
      <TableCell className={figure}>{hasLabels ? format.count(own.missedCount) : '–'}</TableCell>
      <TableCell className={figure}>{share(own.precision)}</TableCell>
      <TableCell className={figure}>{share(own.recall)}</TableCell>
      <TableCell className={figure}>
        {own.averagePrecision === null ? '–' : format.score(own.averagePrecision)}
      </TableCell>
      <TableCell className={figure}>
        {side === 'served' && month.agreement !== null ? format.percent(month.agreement, 2) : ''}
      </TableCell>
    </TableRow>
  )
}
