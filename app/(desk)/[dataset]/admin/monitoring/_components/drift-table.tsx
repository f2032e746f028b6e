'use client'

import { useFormatter } from '@/components/locale-provider'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { DriftMap, DriftRow } from '@/lib/monitoring/drift-overview.ts'
import { DriftMark, driftLooks } from './drift-mark'

/** Months of the table, the newest ones; the map shows all. */
const SHOWN = 6

/** The heat map's figures: population stability index and Kolmogorov–Smirnov distance. */
export function DriftTable({
  months,
  rows,
}: {
  months: DriftMap['months']
  rows: readonly DriftRow[]
}) {
  const format = useFormatter()
  const shown = months.slice(-SHOWN)
  return (
    <div className="overflow-hidden rounded-md border">
      <Table scrollLabel="Population stability index and Kolmogorov–Smirnov distance of every feature by month">
        <TableHeader>
          <TableRow>
            <TableHead>Feature</TableHead>
            {shown.map(({ month, isLearned }) => (
              <TableHead key={month} className="text-right">
                {format.shortMonth(month)}
                {isLearned && <span className="block text-2xs">learned from</span>}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map(({ name, label, cells }) => (
            <TableRow key={name}>
              <TableCell className="whitespace-nowrap">{label}</TableCell>
              {shown.map(({ month }) => {
                const drift = cells.get(month)?.drift
                return (
                  <TableCell key={month} className="text-right tabular-nums">
                    {drift ? (
                      <span className="inline-flex items-center gap-1.5">
                        <DriftMark band={drift.band} />
                        <span className="sr-only">{driftLooks[drift.band].label}</span>
                        {format.score(drift.psi)}
                        <span className="text-muted-foreground text-xs">
                          KS {format.score(drift.ks)}
                        </span>
                      </span>
                    ) : (
                      '–'
                    )}
                  </TableCell>
                )
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
