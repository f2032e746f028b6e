'use client'

import { XIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { describeBins } from '@/lib/monitoring/describe-bins.ts'
import type { DriftCell, DriftRow } from '@/lib/monitoring/drift-overview.ts'
import { DriftMark, driftLooks } from './drift-mark'

const HistogramPlot = dynamic(
  () => import('./histogram-plot').then((module) => module.HistogramPlot),
  { ssr: false, loading: () => <Skeleton className="h-56" /> },
)

/** The two histograms behind a cell of the heat map: what was learned, and the month. */
export function CellDetail({
  row,
  cell,
  onClose,
}: {
  row: DriftRow
  cell: DriftCell
  onClose: () => void
}) {
  const format = useFormatter()
  const bins = useMemo(
    () => describeBins(cell, row.feature, format.locale),
    [cell, row.feature, format.locale],
  )
  const { psi, chancePsi, ks, band, rowCount } = cell.drift
  const month = format.month(cell.month)
  const learned = row.feature
    ? `What version ${cell.version} learned`
    : `Hold-out of version ${cell.version}`
  return (
    <section
      aria-label={`${row.label} in ${month}`}
      className="grid gap-3 rounded-lg border bg-background p-4"
    >
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h3 className="flex items-center gap-2 font-medium">
            <DriftMark band={band} />
            {row.label} in {month}: {driftLooks[band].label.toLowerCase()}
          </h3>
          <p className="mt-1 text-[0.8125rem] text-muted-foreground">
            Population stability index {format.score(psi)}, of which chance alone makes about{' '}
            {format.score(chancePsi)} on {format.count(rowCount)} transactions; Kolmogorov–Smirnov
            distance {format.score(ks)}.
          </p>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label="Close" onClick={onClose}>
          <XIcon aria-hidden />
        </Button>
      </div>
      <HistogramPlot bins={bins} learnedLabel={learned} monthLabel={month} />
      <details className="text-[0.8125rem]">
        <summary className="w-fit cursor-pointer rounded-sm text-muted-foreground hover:text-foreground">
          As a table
        </summary>
        <div className="mt-2 overflow-hidden rounded-md border bg-raised">
          <Table scrollLabel={`${row.label} in ${month}, by bin`}>
            <TableHeader>
              <TableRow>
                <TableHead>{row.label}</TableHead>
                <TableHead className="text-right">{learned}</TableHead>
                <TableHead className="text-right">{month}</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {bins.map((bin) => (
                <TableRow key={bin.label}>
                  <TableCell>{bin.label}</TableCell>
                  <TableCell className="text-right tabular-nums">
                    {format.percent(bin.learned)}
                  </TableCell>
                  <TableCell className="text-right tabular-nums">
                    {format.percent(bin.month)}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      </details>
    </section>
  )
}
