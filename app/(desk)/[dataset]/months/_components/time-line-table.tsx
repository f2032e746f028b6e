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
import { nameOf } from '@/lib/format/name-of.ts'
import type { ChampionChange, MonthRow, Training } from '@/lib/months/list-months.ts'
import { listShownMonths } from './months-points.ts'
import { describeChange, describeTraining, type Mark, placeMarks } from './time-line.ts'

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
    <details className="text-[0.8125rem]">
      <summary className="w-fit cursor-pointer rounded-sm py-1 text-muted-foreground hover:text-foreground">
        Trainings and changes as a table
      </summary>
      <div className="mt-2 overflow-hidden rounded-md border">
        <Table scrollLabel="Trainings, promotions and rollbacks">
          <TableHeader>
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
      <TableRow>
        <TableCell className="whitespace-nowrap">
          Data up to {format.month(mark.training.month)}
        </TableCell>
        <TableCell className="min-w-48">{describeTraining(mark.training)}</TableCell>
        <TableCell>The gate</TableCell>
        <TableCell>–</TableCell>
      </TableRow>
    )
  }
  const { change } = mark
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap">
        {change.firstMonth ? `From ${format.month(change.firstMonth)} on` : 'Nothing scored since'}
      </TableCell>
      <TableCell className="min-w-48">{describeChange(change)}</TableCell>
      <TableCell className="whitespace-nowrap">
        {nameOf(change.by)}, {format.time(change.at)} UTC
      </TableCell>
      <TableCell className="min-w-48">{change.reason ?? '–'}</TableCell>
    </TableRow>
  )
}
