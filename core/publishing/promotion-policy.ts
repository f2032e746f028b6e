import type { Interval } from '../evaluation/bootstrap.ts'
import { writeCount, writeFigure, writeInterval } from './write-figures.ts'

/** An average precision and how sure it is. */
type Measured = Pick<Interval, 'value' | 'low' | 'high'>

/** Why a challenger is promoted or refused. */
export type PromotionCode =
  | 'first_model'
  | 'better_than_champion'
  | 'artifact_damaged'
  | 'champion_damaged'
  | 'features_do_not_match'
  | 'too_few_frauds'
  | 'no_skill'
  | 'worse_than_champion'
  | 'not_better'

/** What is known of both models, all of it measured on the same hold-out. */
export interface PromotionInput {
  /** `fraudCards`: cards that the frauds were on; absent or null where the dataset has no cards. */
  holdout: { rows: number; frauds: number; fraudCards?: number | null }
  /** Share of fraud in the hold-out: the average precision of a model that guesses. */
  baseRate: number
  challenger: { averagePrecision: Measured }
  /** Null while the dataset has no model. */
  champion: { averagePrecision: Measured } | null
  /** Challenger minus champion on the same resamples; needed when there is a champion. */
  pairedDifference: { mean: number; low: number; high: number } | null
  /** Feature names of the dataset and of the challenger, in order. */
  features?: { expected: readonly string[]; actual: readonly string[] }
  /** Frauds that the hold-out needs; see defaultMinimumFrauds. */
  minimumFrauds?: number
  /** How much worse the lower bound may say the challenger is, in average precision. */
  margin?: number
}

/** The gate's answer, stored with the run and shown as it is. */
export interface PromotionDecision {
  decision: 'promote' | 'refuse'
  code: PromotionCode
  /** One or two sentences with the figures. */
  reason: string
}

/**
 * A first model replaces nothing, and small datasets must be able to start: three frauds are the fewest
 * for which the resamples differ, and the interval shown beside the model says how little is known.
 * Replacing a champion needs ten, because then a lucky draw can do harm.
 */
export const defaultMinimumFrauds = { first: 3, replacement: 10 } as const

/**
 * Frauds of one card are one story told several times, and resamples draw whole cards: with fewer than three they hardly
 * differ, however many frauds there are.
 */
export const leastFraudCards = 3

/**
 * Two hundredths of average precision: about what another seed alone moves a model on a hundred frauds
 * (docs/evaluation.md has the figures).
 */
const defaultMargin = 0.02

/**
 * Decides whether a challenger becomes the champion. A challenger replaces a champion when the paired
 * bootstrap expects a gain and rules out a loss greater than the margin.
 * Throws RangeError when there is a champion but no paired difference.
 */
export function decidePromotion(input: PromotionInput): PromotionDecision {
  const { holdout, baseRate, challenger, champion, pairedDifference } = input
  const own = challenger.averagePrecision
  const margin = input.margin ?? defaultMargin
  const minimumFrauds =
    input.minimumFrauds ??
    (champion ? defaultMinimumFrauds.replacement : defaultMinimumFrauds.first)

  const difference = input.features && featureDifference(input.features)
  if (difference) return refuse('features_do_not_match', difference)

  if (holdout.frauds < minimumFrauds) {
    return refuse(
      'too_few_frauds',
      `The hold-out has ${writeCount(holdout.frauds, 'fraud')} in ${writeCount(holdout.rows, 'row')}; at least ${minimumFrauds} are needed ${champion ? 'to replace a champion' : 'to judge a first model'}. Train again when more labels have arrived.`,
    )
  }
  const cards = holdout.fraudCards ?? null
  if (cards !== null && cards < leastFraudCards) {
    return refuse(
      'too_few_frauds',
      `The ${writeCount(holdout.frauds, 'fraud')} of the hold-out lie on ${writeCount(cards, 'card')}; at least ${leastFraudCards} are needed to judge a model. Train again when more labels have arrived.`,
    )
  }
  const frauds = `${writeCount(holdout.frauds, 'fraud')}${cards === null ? '' : ` of ${writeCount(cards, 'card')}`}`
  if (!(own.low > baseRate)) {
    return refuse(
      'no_skill',
      `Average precision ${writeInterval(own)} does not rule out guessing, which scores ${writeFigure(baseRate)} (the share of fraud).`,
    )
  }
  if (!champion) {
    return {
      decision: 'promote',
      code: 'first_model',
      reason: `First model of the dataset: average precision ${writeInterval(own)} on ${frauds} in ${writeCount(holdout.rows, 'row')}, where guessing scores ${writeFigure(baseRate)}.`,
    }
  }
  if (!pairedDifference) {
    throw new RangeError('Cannot compare with the champion: no paired difference was given.')
  }

  const { mean, low } = pairedDifference
  const compared = `Average precision ${writeInterval(own)} against the champion's ${writeInterval(champion.averagePrecision)} on the same ${frauds}; difference ${signedInterval(pairedDifference)}.`
  if (mean < 0) return refuse('worse_than_champion', `${compared} The challenger is worse.`)
  if (!(mean > 0)) return refuse('not_better', `${compared} No gain is expected.`)
  if (!(low > -margin)) {
    return refuse(
      'not_better',
      `${compared} A gain is expected, but a loss of more than ${writeFigure(margin)} is not ruled out.`,
    )
  }
  return {
    decision: 'promote',
    code: 'better_than_champion',
    reason: `${compared} A gain is expected and a loss of more than ${writeFigure(margin)} is ruled out.`,
  }
}

/**
 * The last word before publishing: a model is published only when Storage gives back exactly the bytes that were
 * evaluated. `expected` and `actual` are the SHA-256 of both, in hex.
 */
export function confirmStored(
  decision: PromotionDecision,
  { expected, actual }: { expected: string; actual: string },
): PromotionDecision {
  if (expected === actual) return decision
  return refuse(
    'artifact_damaged',
    `The stored artifact is not the one that was evaluated: its sha256 is ${actual.slice(0, 12)}…, expected ${expected.slice(0, 12)}…. Train again.`,
  )
}

/**
 * Refuses a challenger that would pass as a first model although versions served before it, none of which can be read
 * any more (`fault` says why): it may be worse than all of them.
 */
export function refuseUncompared(decision: PromotionDecision, fault: string): PromotionDecision {
  if (decision.decision === 'refuse') return decision
  return refuse(
    'champion_damaged',
    `There is nothing to compare with: no version that served can be read. ${fault} Restore its artifact from a backup and train again, or promote this version by hand.`,
  )
}

/** Whether a refused challenger may still be better than the champion: its bootstrap interval reaches above 0. */
export function mayStillBeBetter(
  { code }: Pick<PromotionDecision, 'code'>,
  pairedDifference: { high: number } | null,
): boolean {
  const isClose = code === 'not_better' || code === 'worse_than_champion'
  return isClose && pairedDifference !== null && pairedDifference.high > 0
}

function refuse(code: PromotionCode, reason: string): PromotionDecision {
  return { decision: 'refuse', code, reason }
}

function featureDifference(features: {
  expected: readonly string[]
  actual: readonly string[]
}): string | null {
  const { expected, actual } = features
  if (expected.length !== actual.length) {
    return `The model takes ${actual.length} features, the dataset has ${expected.length}.`
  }
  const position = expected.findIndex((name, i) => name !== actual[i])
  if (position < 0) return null
  return `Feature ${position + 1} of the model is ${actual[position]}, the dataset's is ${expected[position]}.`
}

function signedInterval({ mean, low, high }: { mean: number; low: number; high: number }): string {
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${writeFigure(Math.abs(value))}`
  return `${signed(mean)} (${signed(low)} to ${signed(high)})`
}
