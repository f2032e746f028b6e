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
import { cn } from '@/lib/class-names.ts'
import { nameOf } from '@/lib/format/name-of.ts'
import type { ChampionChange, MonthRow, Training } from '@/lib/months/list-months.ts'
import { listShownMonths } from './months-points.ts'
import { describeChange, describeTraining, type Mark, placeMarks } from './time-line.ts'

/** On a phone a row's cells stand below each other. */
const stacked = {
  row: 'max-sm:grid max-sm:gap-0.5 max-sm:px-4 max-sm:py-2.5',
  cell: 'max-sm:block max-sm:p-0! max-sm:first:font-medium max-sm:nth-[n+3]:text-muted-foreground',
} as const

/** The marks of the time line in words, newest first: what changed, where it stands, and who did it when and why. */
export function TimeLineTable({
  months,
  trainings,
  championChanges,
}: {
  months: readonly MonthRow[]
  trainings: readonly Training[]
  championChanges: readonly ChampionChange[]
}) {
  const marks = placeMarks(listShownMonths(months), trainings, championChanges).toReversed()
  if (marks.length === 0) return null
  return (
    <details className="min-w-0 text-[0.8125rem]">
      <summary className="w-fit cursor-pointer rounded-sm py-1 text-muted-foreground hover:text-foreground">
        Trainings and changes as a table
      </summary>
      <div className="mt-2 overflow-hidden rounded-md border">
        <Table scrollLabel="Trainings, promotions and rollbacks">
          <TableHeader className="max-sm:hidden">
            <TableRow>
              <TableHead>Time line</TableHead>
              <TableHead>What happened</TableHead>
              <TableHead>By</TableHead>
              <TableHead>Why</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {marks.map((mark, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two trainings on one month apart.
              <MarkRow key={index} mark={mark} />
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  )
}

function MarkRow({ mark }: { mark: Mark }) {
  const format = useFormatter()
  if (mark.kind === 'training') {
    return (
      <TableRow className={stacked.row}>
        <TableCell className={cn('whitespace-nowrap', stacked.cell)}>
          Data up to {format.month(mark.training.month)}
        </TableCell>
        <TableCell className={cn('sm:min-w-48', stacked.cell)}>
          {describeTraining(mark.training)}
        </TableCell>
        <TableCell className={stacked.cell}>The gate</TableCell>
        <TableCell className="max-sm:hidden">–</TableCell>
      </TableRow>
    )
  }
  const { change } = mark
  return (
    <TableRow className={stacked.row}>
      <TableCell className={cn('whitespace-nowrap', stacked.cell)}>
        {change.firstMonth ? `From ${format.month(change.firstMonth)} on` : 'Nothing scored since'}
      </TableCell>
      <TableCell className={cn('sm:min-w-48', stacked.cell)}>{describeChange(change)}</TableCell>
      <TableCell className={cn('whitespace-nowrap', stacked.cell)}>
        {nameOf(change.by)}, {format.time(change.at)} UTC
      </TableCell>
      <TableCell className={cn('wrap-anywhere sm:min-w-48', stacked.cell)}>
        {change.reason ?? '–'}
      </TableCell>
    </TableRow>
  )
}
