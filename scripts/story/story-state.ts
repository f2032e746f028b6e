import type { Sql } from 'postgres'
import { addMonths, listMonths, type Month, parseMonth } from '../../core/month.ts'
import {
  STORY_DATASET,
  type StoryScale,
  storyMonths,
  storyWorlds,
} from '../../core/simulator/story-plan.ts'

/** What the story needs next, as far as the database tells. */
export type StoryStep =
  /** The history is missing. */
  | { kind: 'not-begun' }
  | { kind: 'over' }
  | { kind: 'month'; month: Month; scale: StoryScale; isLoaded: boolean }

/**
 * Finds the month whose turn it is: the first that is not there, or the latest one when its step was
 * interrupted. Reads only what the database holds, so it is right after any interruption.
 */
export async function findNextStep(sql: Sql): Promise<StoryStep> {
  const loaded = await sql<{ month: string }[]>`
    select to_char(monthly_transactions.month, 'YYYY-MM') as month
    from public.monthly_transactions
    join public.datasets on datasets.id = monthly_transactions.dataset_id
    where datasets.slug = ${STORY_DATASET}`
  const months = new Set(loaded.map(({ month }) => parseMonth(month)))
  if (!months.has(addMonths(storyMonths.first, -1))) return { kind: 'not-begun' }

  const scale = await readScale(sql)
  const all = listMonths(storyMonths.first, storyMonths.last)
  const latest = all.findLast((month) => months.has(month))
  if (latest !== undefined && (await isUnfinished(sql, latest))) {
    return { kind: 'month', month: latest, scale, isLoaded: true }
  }
  const missing = all.find((month) => !months.has(month))
  if (missing === undefined) return { kind: 'over' }
  return { kind: 'month', month: missing, scale, isLoaded: false }
}

/** True while a month waits for the labels of the month before it, or for the run that they cause. */
async function isUnfinished(sql: Sql, month: Month): Promise<boolean> {
  const before = addMonths(month, -1)
  if (before < storyMonths.first) return false
  return !(await areLabelsComplete(sql, before)) || !(await isTrainedWith(sql, before))
}

/** True when every transaction of a month has its label. */
export async function areLabelsComplete(sql: Sql, month: Month): Promise<boolean> {
  const [row] = await sql<{ complete: boolean }[]>`
    select monthly_transactions.labelled_count = monthly_transactions.transaction_count as complete
    from public.monthly_transactions
    join public.datasets on datasets.id = monthly_transactions.dataset_id
    where datasets.slug = ${STORY_DATASET} and monthly_transactions.month = ${`${month}-01`}`
  return row?.complete === true
}

/** True when a run that began after a month's labels came has ended with a decision. */
export async function isTrainedWith(sql: Sql, month: Month): Promise<boolean> {
  return (await findDecision(sql, month)) !== null
}

/** What the gate decided about the model that learned from a month's labels. */
export interface StoryDecision {
  decision: 'promote' | 'refuse'
  reason: string
  /** The version that serves now; null without one. */
  championVersion: number | null
}

/** The decision of the newest run that began after a month's labels came; null while there is none. */
export async function findDecision(sql: Sql, month: Month): Promise<StoryDecision | null> {
  const [row] = await sql<StoryDecision[]>`
    select
      runs.decision ->> 'decision' as decision,
      runs.decision ->> 'reason' as reason,
      (
        select versions.version
        from public.model_aliases as aliases
        join public.model_versions as versions on versions.id = aliases.model_version_id
        where aliases.dataset_id = datasets.id and aliases.alias = 'champion'
      ) as "championVersion"
    from public.training_runs as runs
    join public.datasets on datasets.id = runs.dataset_id
    where datasets.slug = ${STORY_DATASET}
      and runs.state in ('succeeded', 'refused')
      and runs.started_at >= (
        select max(uploads.committed_at)
        from public.uploads
        where uploads.dataset_id = datasets.id
          and uploads.has_labels
          and uploads.months @> array[${`${month}-01`}::date]
      )
    order by runs.id desc
    limit 1`
  return row ?? null
}

/** Tells the scale of the story that was begun by the number of cards it has. */
async function readScale(sql: Sql): Promise<StoryScale> {
  const [row] = await sql<{ cards: number }[]>`
    select count(*)::integer as cards
    from public.card_states
    join public.datasets on datasets.id = card_states.dataset_id
    where datasets.slug = ${STORY_DATASET}`
  return row!.cards <= storyWorlds.small.cards ? 'small' : 'full'
}
