'use client'

import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { ScoreMonth } from '@/lib/monitoring/drift-overview.ts'
import { bandMonths, scoreBands } from '@/lib/monitoring/score-bands.ts'

const ScorePlot = dynamic(() => import('./score-plot').then((module) => module.ScorePlot), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
})

/** How served scores are spread, month by month: what people would be asked to look at. */
export function ScoreBands({ months }: { months: ScoreMonth[] }) {
  const format = useFormatter()
  const banded = useMemo(() => bandMonths(months), [months])
  const share = (value: number) => format.percent(value, 2)
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Scores over time</CardTitle>
          <CardDescription>
            Share of the transactions in each band of the score; those below 0.05 are left out.
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="grid gap-3">
        {banded.length === 0 ? (
          <EmptyState title="No scores yet">
            They come with the first month after a model.
          </EmptyState>
        ) : (
          <>
            <ScorePlot months={banded} />
            <details className="text-[0.8125rem]">
              <summary className="w-fit cursor-pointer rounded-sm text-muted-foreground hover:text-foreground">
                As a table
              </summary>
              <div className="mt-2 overflow-hidden rounded-md border">
                <Table scrollLabel="Scores by month">
                  <TableHeader>
                    <TableRow>
                      <TableHead>Month</TableHead>
                      <TableHead>Served by</TableHead>
                      <TableHead className="text-right">Scored</TableHead>
                      {scoreBands.map(({ key, label }) => (
                        <TableHead key={key} className="text-right">
                          {label}
                        </TableHead>
                      ))}
                      <TableHead className="text-right">Flagged</TableHead>
                    </TableRow>
                  </TableHeader>
                  <TableBody>
                    {banded.toReversed().map((month) => (
                      <TableRow key={month.month}>
                        <TableCell className="whitespace-nowrap">
                          {format.month(month.month)}
                        </TableCell>
                        <TableCell>
                          {month.versions.map((version) => `v${version}`).join(', ')}
                        </TableCell>
                        <TableCell className="text-right tabular-nums">
                          {format.count(month.scoredCount)}
                        </TableCell>
                        {scoreBands.map(({ key }) => (
                          <TableCell key={key} className="text-right tabular-nums">
                            {share(month[key])}
                          </TableCell>
                        ))}
                        <TableCell className="text-right tabular-nums">
                          {share(month.flaggedShare)}
                        </TableCell>
                      </TableRow>
                    ))}
                  </TableBody>
                </Table>
              </div>
            </details>
          </>
        )}
      </CardContent>
    </Card>
  )
}
