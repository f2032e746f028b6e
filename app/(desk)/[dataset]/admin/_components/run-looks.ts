import type { BadgeVariant } from '@/components/ui/badge'
import type { TrainingRun } from '@/lib/models/admin-overview.ts'
import type { RunState } from '@/lib/models/run-filters.ts'

/** What a run's state is called, and how it looks. */
export const runLooks: Record<RunState, { label: string; variant: BadgeVariant }> = {
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

/** What made a run begin, and who asked for it. */
export function describeTrigger({
  trigger,
  requestedBy,
}: Pick<TrainingRun, 'trigger' | 'requestedBy'>): string {
  return `${triggers[trigger] ?? trigger}${requestedBy ? `, ${requestedBy}` : ''}`
}

/** What came of a run, in the words of the gate or of the fault; while it waits, why it was asked for. */
export function describeOutcome({
  decision,
  error,
  reason,
}: Pick<TrainingRun, 'decision' | 'error' | 'reason'>): string | null {
  return decision?.reason ?? error ?? reason
}

/** How long a run took, in milliseconds; null while it has not ended. */
export function runDurationMs({
  startedAt,
  finishedAt,
}: Pick<TrainingRun, 'startedAt' | 'finishedAt'>): number | null {
  return startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null
}
