'use client'

import { ChevronRightIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Skeleton } from '@/components/ui/skeleton'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import { RunSummary } from '../../_components/run-summary'
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
  const [isOpen, setOpen] = useState(isLinked)
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
      <summary className="grid cursor-pointer list-none grid-cols-[auto_minmax(0,1fr)] gap-x-3 px-4 py-3 hover:bg-muted/60 focus-visible:-outline-offset-2 sm:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRightIcon
          aria-hidden
          className="mt-1 size-3.5 text-muted-foreground transition-transform group-open:rotate-90"
        />
        <RunSummary run={run} />
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
