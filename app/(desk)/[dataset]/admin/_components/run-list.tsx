'use client'

import { ChevronRightIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Badge, type BadgeVariant } from '@/components/ui/badge'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import { LearningCurves } from './learning-curves'
import { RunDetails } from './run-details'

const states: Record<TrainingRun['state'], { label: string; variant: BadgeVariant }> = {
  requested: { label: 'Requested', variant: 'outline' },
  running: { label: 'Running', variant: 'accent' },
  succeeded: { label: 'Promoted', variant: 'legitimate' },
  refused: { label: 'Refused', variant: 'neutral' },
  failed: { label: 'Failed', variant: 'fraud' },
}

const triggers: Record<string, string> = {
  manual: 'by hand',
  schedule: 'on schedule',
  'new-data': 'after new data',
  dispatch: 'from the workflow',
  push: 'after a change of code',
}

/** Runs, newest first, each with what was decided and why. */
export function RunList({ runs, action }: { runs: TrainingRun[]; action?: ReactNode }) {
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-3">
        <div>
          <CardTitle>Training runs</CardTitle>
          <CardDescription>Newest first, each with its decision.</CardDescription>
        </div>
        {action}
      </CardHeader>
      <ol>
        {runs.map((run) => (
          <li key={run.id} className="border-t">
            <RunRow run={run} />
          </li>
        ))}
      </ol>
    </Card>
  )
}

function RunRow({ run }: { run: TrainingRun }) {
  const format = useFormatter()
  const [isOpen, setOpen] = useState(false)
  const { label, variant } = states[run.state]
  const outcome = run.decision?.reason ?? run.error ?? run.reason
  const durationMs =
    run.startedAt && run.finishedAt ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : null
  return (
    <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="grid cursor-pointer list-none grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-1 px-4 py-3 hover:bg-muted/60 focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRightIcon
          aria-hidden
          className="size-3.5 translate-y-0.5 text-muted-foreground transition-transform group-open:rotate-90"
        />
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium tabular-nums">Run {run.id}</span>
          <Badge variant={variant}>
            {label}
            {run.version !== null && ` v${run.version}`}
          </Badge>
          <span className="text-muted-foreground text-xs">
            {triggers[run.trigger] ?? run.trigger}
            {run.requestedBy ? `, ${run.requestedBy}` : ''}
          </span>
        </span>
        <span className="whitespace-nowrap text-right text-muted-foreground text-xs tabular-nums">
          {durationMs !== null && (
            <span className="mr-3 max-sm:hidden">{format.duration(durationMs)}</span>
          )}
          {format.time(run.createdAt)}
        </span>
        {outcome && (
          <span className="col-span-2 col-start-2 text-pretty text-[0.8125rem] text-muted-foreground">
            {outcome}
          </span>
        )}
      </summary>
      <RunDetails run={run} />
      {isOpen && run.candidates.length > 0 && <LearningCurves runId={run.id} />}
    </details>
  )
}
