import { recallAtBudget } from '../core/evaluation/alert-budget.ts'
import {
  bootstrapAveragePrecision,
  bootstrapDifference,
  type Interval,
  type PairedDifference,
} from '../core/evaluation/bootstrap.ts'
import {
  brierScore,
  type CalibrationBin,
  calibrationBins,
  expectedCalibrationError,
} from '../core/evaluation/calibration.ts'
import {
  type Confusion,
  type ConfusionRates,
  confusionAt,
  ratesOf,
} from '../core/evaluation/confusion.ts'
import { type CostOfThreshold, costAt } from '../core/evaluation/cost.ts'
import {
  type PrecisionRecallPoint,
  precisionRecallCurve,
} from '../core/evaluation/precision-recall.ts'
import { rankByScore } from '../core/evaluation/ranking.ts'
import type { Scorer } from '../core/scoring/score.ts'
import type { PartRows } from './prepare-parts.ts'

/** Shares of the transactions that analysts could look at. */
const ALERT_SHARES = [0.001, 0.005, 0.01] as const

/** Bars of the stored histogram of scores. */
const HISTOGRAM_BINS = 50

/** Fixed, so that a run judged again gets the same interval. */
const BOOTSTRAP = { seed: 'holdout', resamples: 1_000 } as const

/** What a model did on the hold-out, as stored with its version. */
export interface HoldoutMetrics {
  averagePrecision: Interval
  /** Share of fraud: the average precision of guessing. */
  baseRate: number
  rows: number
  frauds: number
  /** Cards that the frauds were on; null where the dataset has no cards. */
  fraudCards: number | null
  threshold: number
  confusion: Confusion
  precision: number
  recall: number
  f1: number
  falsePositiveRate: number
  flaggedShare: number
  /** Share of the frauds found among the highest-scored share of the transactions. */
  recallAtBudget: { share: number; recall: number }[]
  /** In cents, with what one review is taken to cost. */
  cost: CostOfThreshold & { reviewCostCents: number }
  brier: number
  calibrationError: number
}

/** Curves for plotting. */
export interface HoldoutCurves {
  precisionRecall: PrecisionRecallPoint[]
  calibration: CalibrationBin[]
  /** Counts in equal bins of the score from 0 to 1. */
  scoreHistogram: { fraud: number[]; legitimate: number[] }
}

/**
 * Measures scores on the hold-out at a threshold that was chosen before. `alertBudget` is the share of the
 * transactions that this dataset's people can look at.
 */
export function evaluateHoldout(
  holdout: PartRows,
  scores: Float32Array,
  threshold: number,
  reviewCostCents: number,
  alertBudget?: number,
): { metrics: HoldoutMetrics; curves: HoldoutCurves } {
  const rows = { scores, isFraud: holdout.labels, amountCents: holdout.amountCents }
  const { cards } = holdout
  const ranking = rankByScore(rows)
  const confusion = confusionAt(ranking, threshold)
  const rates: ConfusionRates = ratesOf(confusion)
  const calibration = calibrationBins(rows, { strategy: 'quantile' })
  const metrics: HoldoutMetrics = {
    averagePrecision: bootstrapAveragePrecision({ ...rows, cards }, BOOTSTRAP),
    baseRate: ranking.fraudWeight / holdout.rowCount,
    rows: holdout.rowCount,
    frauds: ranking.fraudWeight,
    fraudCards: cards ? countFraudCards(cards, holdout.labels) : null,
    threshold,
    confusion,
    ...rates,
    recallAtBudget: alertShares(alertBudget).map((share) => ({
      share,
      recall: recallAtBudget(ranking, { share }),
    })),
    cost: { reviewCostCents, ...costAt(rows, threshold, reviewCostCents) },
    brier: brierScore(rows),
    calibrationError: expectedCalibrationError(calibration),
  }
  const curves = {
    precisionRecall: precisionRecallCurve(ranking, 200),
    calibration,
    scoreHistogram: histogramByOutcome(scores, holdout.labels),
  }
  return { metrics, curves }
}

/** Challenger and champion on the same rows. */
export interface HoldoutComparison {
  rows: number
  frauds: number
  fraudCards: number | null
  challenger: Interval
  champion: Interval
  /** By how much the challenger is ahead. */
  difference: PairedDifference
}

/** Lets challenger and champion score the same rows. */
export function compareOnHoldout(
  rows: PartRows,
  challenger: Scorer,
  champion: Scorer,
): HoldoutComparison {
  const { labels, cards, features, rowCount } = rows
  const [first, second] = [challenger, champion].map((model) => model.score(features, rowCount))
  const outcome = { isFraud: labels, cards }
  return {
    rows: rowCount,
    frauds: labels.reduce((sum, label) => sum + label, 0),
    fraudCards: cards ? countFraudCards(cards, labels) : null,
    challenger: bootstrapAveragePrecision({ scores: first!, ...outcome }, BOOTSTRAP),
    champion: bootstrapAveragePrecision({ scores: second!, ...outcome }, BOOTSTRAP),
    difference: bootstrapDifference({ first: first!, second: second!, ...outcome }, BOOTSTRAP),
  }
}

function countFraudCards(cards: Uint32Array, labels: Uint8Array): number {
  return new Set(cards.filter((_, row) => labels[row] === 1)).size
}

function alertShares(own: number | undefined): number[] {
  const shares = new Set<number>(ALERT_SHARES)
  if (own !== undefined) shares.add(own)
  return [...shares].sort((a, b) => a - b)
}

function histogramByOutcome(scores: Float32Array, labels: Uint8Array) {
  const fraud = new Array<number>(HISTOGRAM_BINS).fill(0)
  const legitimate = new Array<number>(HISTOGRAM_BINS).fill(0)
  for (let row = 0; row < scores.length; row++) {
    const bin = Math.min(Math.floor(scores[row]! * HISTOGRAM_BINS), HISTOGRAM_BINS - 1)
    ;(labels[row] === 1 ? fraud : legitimate)[bin]!++
  }
  return { fraud, legitimate }
}
