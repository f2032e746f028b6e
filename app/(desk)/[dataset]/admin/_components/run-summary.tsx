'use client'

import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import { describeOutcome, describeTrigger, runDurationMs, runLooks } from './run-looks'

/** A run at one look: what made it begin, when, how long it took, what was decided and why. */
export function RunSummary({ run }: { run: TrainingRun }) {
  const format = useFormatter()
  const { label, variant } = runLooks[run.state]
  const outcome = describeOutcome(run)
  const durationMs = runDurationMs(run)
  return (
    <span className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
      <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium tabular-nums">Run {run.id}</span>
          <Badge variant={variant}>
            {label}
            {run.version !== null && ` v${run.version}`}
          </Badge>
          <span className="break-all text-muted-foreground text-xs">{describeTrigger(run)}</span>
        </span>
        <span className="whitespace-nowrap text-muted-foreground text-xs tabular-nums">
          {durationMs !== null && (
            <span className="mr-3 max-sm:hidden">{format.duration(durationMs)}</span>
          )}
          {format.time(run.createdAt)}
        </span>
      </span>
      {outcome && (
        <span className="wrap-anywhere text-pretty text-[0.8125rem] text-muted-foreground">
          {outcome}
        </span>
      )}
    </span>
  )
}
