import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import type { Interval, PairedDifference } from '../core/evaluation/bootstrap.ts'
import type { PromotionDecision } from '../core/publishing/promotion-policy.ts'
import type { HoldoutMetrics } from './evaluate-holdout.ts'
import type { MeasuredCandidate } from './measure-candidate.ts'
import type { PublishedVersion } from './publish-challenger.ts'
import type { Trigger } from './triggers.ts'

/** What to train. */
export interface TrainingJob {
  datasetSlug: string
  families: readonly string[]
  /** Folder of candidates that were fitted elsewhere; null to fit all of them here. */
  candidates: string | null
  trigger: Trigger
  reason: string | null
  gitSha: string | null
}

/** Where to read from and write to, and who hears about progress. */
export interface TrainingContext {
  sql: Sql
  storage: SupabaseClient
  /** One line per finished step. */
  log(step: string, message: string): void
}

/** How a run ended. */
export interface TrainingOutcome {
  runId: number
  datasetSlug: string
  state: 'succeeded' | 'refused'
  decision: PromotionDecision
  candidates: readonly MeasuredCandidate[]
  chosen: MeasuredCandidate
  holdout: HoldoutMetrics
  champion: { version: number; averagePrecision: Interval } | null
  difference: PairedDifference | null
  /** The version that was stored, as champion or as a challenger in shadow; null when the model was dropped. */
  version: PublishedVersion | null
  /** The model card of that version, in Markdown. */
  modelCard: string | null
  scoredCount: number
  /** Rows that a challenger scored beside the champion. */
  shadowCount: number
  dataHash: string
  split: unknown
}
