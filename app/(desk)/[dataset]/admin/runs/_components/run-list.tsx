'use client'

import { ChevronRightIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import { Skeleton } from '@/components/ui/skeleton'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import {
  describeOutcome,
  describeTrigger,
  runDurationMs,
  runLooks,
} from '../../_components/run-looks'
import { RunDetails } from './run-details'

// Only a run that is opened needs charts.
const LearningCurves = lazy(() =>
  import('./learning-curves').then((module) => ({ default: module.LearningCurves })),
)

/** Runs, newest first, each with what was decided and why. One that is opened shows how its candidates learned. */
export function RunList({
  runs,
  open,
  onOpen,
}: {
  runs: TrainingRun[]
  /** The run that is open from the start, such as the one of a link. */
  open?: number | null
  /** Told which run was opened, or null when that one was closed. */
  onOpen?: (run: number | null) => void
}) {
  return (
    <ol>
      {runs.map((run) => (
        <li key={run.id} className="border-t">
          <RunRow
            run={run}
            isLinked={run.id === open}
            {...(onOpen && { onToggle: (isOpen) => onOpen(isOpen ? run.id : null) })}
          />
        </li>
      ))}
    </ol>
  )
}

function RunRow({
  run,
  isLinked,
  onToggle,
}: {
  run: TrainingRun
  isLinked: boolean
  onToggle?: (isOpen: boolean) => void
}) {
  const format = useFormatter()
  const [isOpen, setOpen] = useState(isLinked)
  const { label, variant } = runLooks[run.state]
  const outcome = describeOutcome(run)
  const durationMs = runDurationMs(run)
  return (
    <details
      className="group"
      open={isOpen}
      onToggle={(event) => {
        const now = event.currentTarget.open
        if (now === isOpen) return
        setOpen(now)
        onToggle?.(now)
      }}
    >
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
          <span className="text-muted-foreground text-xs">{describeTrigger(run)}</span>
        </span>
        <span className="whitespace-nowrap text-right text-muted-foreground text-xs tabular-nums max-sm:col-span-2 max-sm:col-start-2 max-sm:row-start-2 max-sm:text-left">
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
      {isOpen && run.candidates.length > 0 && (
        <Suspense fallback={<Skeleton className="mx-4 mb-4 h-72 sm:ml-12" />}>
          <LearningCurves runId={run.id} />
        </Suspense>
      )}
    </details>
  )
}
