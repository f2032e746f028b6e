'use client'

import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import { nameCandidates } from '@/lib/models/name-candidates.ts'

const figure = 'text-right tabular-nums'

/** What a run learned from and what it tried. */
export function RunDetails({ run }: { run: TrainingRun }) {
  const format = useFormatter()
  const part = (split: { rows: number; frauds: number } | undefined) =>
    split && `${format.count(split.rows)} rows, ${format.count(split.frauds)} frauds`
  const facts: [name: string, value: string | null | undefined][] = [
    [
      'Data',
      run.dataFrom && run.dataTo && `${format.day(run.dataFrom)} to ${format.day(run.dataTo)}`,
    ],
    ['Train', part(run.split?.train)],
    ['Validation', part(run.split?.validation)],
    ['Hold-out', part(run.split?.holdout)],
    ['Data hash', run.dataHash?.slice(0, 12)],
    ['Code', run.gitSha?.slice(0, 8)],
  ]
  const known = facts.filter(([, value]) => value)
  return (
    <div className="grid gap-4 px-4 pt-3 pb-4 sm:pr-5 sm:pl-12">
      {known.length > 0 && (
        <dl className="grid grid-cols-2 gap-x-6 gap-y-2.5 text-[0.8125rem] md:grid-cols-3">
          {known.map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-muted-foreground text-xs">{name}</dt>
              <dd className="break-words tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {run.candidates.length > 0 && (
        <div className="grid gap-1.5">
          <h3 className="font-medium text-[0.8125rem]">
            Candidates{' '}
            <span className="font-normal text-muted-foreground text-xs">
              measured on the validation rows
            </span>
          </h3>
          <div className="overflow-hidden rounded-md border">
            <Table scrollLabel={`Candidates of run ${run.id}`}>
              <TableHeader>
                <TableRow>
                  <TableHead>Candidate</TableHead>
                  <TableHead className="text-right">Average precision</TableHead>
                  <TableHead className="text-right">Time</TableHead>
                  <TableHead className="max-sm:hidden">Engine</TableHead>
                </TableRow>
              </TableHeader>
              <TableBody>
                {nameCandidates(run.candidates).map(({ candidate, name }) => (
                  <TableRow key={candidate.id}>
                    <TableCell className="whitespace-nowrap">
                      {name}
                      {candidate.isSelected && (
                        <Badge variant="accent" className="ml-2">
                          Chosen
                        </Badge>
                      )}
                    </TableCell>
                    <TableCell className={figure}>
                      {candidate.metrics.averagePrecision === undefined
                        ? '–'
                        : format.score(candidate.metrics.averagePrecision)}
                    </TableCell>
                    <TableCell className={`${figure} whitespace-nowrap`}>
                      {format.duration(candidate.durationMs)}
                    </TableCell>
                    <TableCell className="whitespace-nowrap text-muted-foreground max-sm:hidden">
                      {candidate.backend ?? '–'}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
        </div>
      )}
    </div>
  )
}
