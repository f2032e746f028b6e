import type { DatasetProfile } from '../../core/datasets/profile.ts'
import type { Interval } from '../../core/evaluation/bootstrap.ts'
import { addMonths, listMonths, type Month, monthOf, monthStart } from '../../core/month.ts'
import type { DatasetSettings } from '../../core/publishing/dataset-settings.ts'
import type { PromotionDecision } from '../../core/publishing/promotion-policy.ts'
import type { Scorer } from '../../core/scoring/score.ts'
import { describeParts } from '../describe-run.ts'
import { refitChosen, tryCandidates } from '../fit-challenger.ts'
import { compareWithChampion } from '../judge-challenger.ts'
import type { PartRows } from '../prepare-parts.ts'
import { splitByTime } from '../split-by-time.ts'
import type { TrainingData } from '../training-data.ts'
import { rowsBefore, rowsOfMonth } from './rows-by-time.ts'

/** What to try again. */
export interface BacktestPlan {
  profile: DatasetProfile
  settings: DatasetSettings
  families: readonly string[]
  /** First and last month that is predicted. */
  from: Month
  to: Month
  /**
   * How many months after its end a month's labels are known: with 1, March is predicted by models that know the labels
   * up to January.
   */
  labelDelayMonths: number
  /** One line per finished step. */
  log(step: string, message: string): void
}

/** A model as it stood when a month began. */
export interface Generation {
  /** The month before which it was trained. */
  month: Month
  family: string
  /** Milliseconds since the epoch: end of what it has seen. */
  trainedUntil: number
  threshold: number
  scorer: Scorer
}

/** What the gate said about the challenger of a month. */
export interface GateDecision extends PromotionDecision {
  month: Month
  family: string
  /** ISO instants. */
  trainedUntil: string
  holdout: { from: string; to: string; rows: number; frauds: number }
  averagePrecision: Interval
  /** The champion it was compared with: the month before which that one was trained. Null for the first. */
  champion: Month | null
}

/** The three ways of keeping a model, each with the one that predicts the month. */
export interface ServingModels {
  neverRetrained: Generation
  everyMonth: Generation
  /** Null while the gate has let no model through. */
  whenGateAllows: Generation | null
}

/** A month with its truth, and who predicts it. */
export interface WalkedMonth {
  month: Month
  rows: PartRows
  models: ServingModels
}

/**
 * Walks forward month by month: trains on what was known when the month began, lets the gate decide, and hands over the
 * month's rows with the three models that would have predicted them. Split, candidates, choice, refit and gate are
 * those of training; nothing is published. The same challenger serves every way of keeping a model, because training
 * does not depend on who serves.
 *
 * Throws RangeError when a month has no labels to compare with, or the first model cannot be trained.
 */
export async function walkForward(
  data: TrainingData,
  plan: BacktestPlan,
  onMonth: (month: WalkedMonth) => void,
): Promise<GateDecision[]> {
  const months = listMonths(plan.from, plan.to)
  requireTruth(data, months)
  const decisions: GateDecision[] = []
  let first: Generation | null = null
  let champion: Generation | null = null
  for (const month of months) {
    plan.log(
      'month',
      `${month}: labels known up to ${addMonths(month, -plan.labelDelayMonths - 1)}`,
    )
    const cut = monthStart(addMonths(month, -plan.labelDelayMonths))
    const { generation, decision } = await trainAsOf(rowsBefore(data, cut), month, champion, plan)
    decisions.push(decision)
    first ??= generation
    if (decision.decision === 'promote') champion = generation
    onMonth({
      month,
      rows: rowsOfMonth(data, month),
      models: { neverRetrained: first, everyMonth: generation, whenGateAllows: champion },
    })
  }
  return decisions
}

async function trainAsOf(
  data: TrainingData,
  month: Month,
  champion: Generation | null,
  { profile, settings, families, log }: BacktestPlan,
): Promise<{ generation: Generation; decision: GateDecision }> {
  const split = splitByTime(data)
  if (split.error !== null) {
    throw new RangeError(
      `Cannot predict ${month}: ${split.error.message} Begin with a later month, or with a shorter --label-delay.`,
    )
  }
  const { validation, holdout } = split.data
  log('split', describeParts(split.data))
  const task = { profile, settings, families, data, split: split.data, log }
  const tried = await tryCandidates(task)
  const { artifact, scorer } = await refitChosen(task, tried)
  const verdict = compareWithChampion(
    {
      challenger: scorer,
      artifact,
      data,
      part: holdout,
      settings,
      featureNames: profile.features.map((feature) => feature.name),
    },
    champion,
  )
  log('gate', `${verdict.decision.decision}: ${verdict.decision.reason}`)
  const { family } = tried.chosen
  return {
    generation: {
      month,
      family,
      trainedUntil: validation.to,
      threshold: tried.chosen.threshold,
      scorer,
    },
    decision: {
      ...verdict.decision,
      month,
      family,
      trainedUntil: iso(validation.to),
      holdout: {
        from: iso(holdout.from),
        to: iso(holdout.to),
        rows: verdict.metrics.rows,
        frauds: verdict.metrics.frauds,
      },
      averagePrecision: verdict.metrics.averagePrecision,
      champion: champion?.month ?? null,
    },
  }
}

function requireTruth(data: TrainingData, months: readonly Month[]): void {
  const missing = months.filter((month) => {
    const { labels, rowCount } = rowsOfMonth(data, month)
    return rowCount === 0 || !labels.includes(1)
  })
  if (missing.length === 0) return
  const known = data.rowCount > 0 ? monthOf(data.occurredAt[data.rowCount - 1]!) : null
  throw new RangeError(
    `Cannot compare models on ${missing.join(', ')}: too few of the transactions have labels, or none is fraud.${
      known ? ` Labels reach ${known}.` : ''
    } Choose months with labels, or load them.`,
  )
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
