import type { PredictedMonth } from './list-months.ts'
import { type ShareInterval, shareInterval } from './share-interval.ts'

type Outcome = Pick<
  PredictedMonth,
  | 'scoredCount'
  | 'flaggedCount'
  | 'truePositiveCount'
  | 'falsePositiveCount'
  | 'falseNegativeCount'
  | 'trueNegativeCount'
>

/** Below this share of labelled transactions, precision and recall would say more about the labels than the model. */
const LABELS_IN_SHARE = 0.9

/** How good a month's predictions turned out. */
export interface PredictionQuality {
  /** Share of scored transactions whose truth is known. */
  labelledShare: number
  /** Flagged transactions whose truth is not known yet. */
  awaitingCount: number
  /** Share of labelled flagged transactions that were fraud; null while labels are out or nothing was flagged. */
  precision: number | null
  /** Share of fraud that was flagged; null while labels are out or there was no fraud. */
  recall: number | null
  /** Whether enough labels are in to say so; otherwise they are too recent. */
  areLabelsIn: boolean
  precisionInterval: ShareInterval | null
  recallInterval: ShareInterval | null
}

/** Measures a month by its labels, and leaves precision and recall open while most labels are still to come. */
export function measureQuality(outcome: Outcome): PredictionQuality {
  const { truePositiveCount, falsePositiveCount, falseNegativeCount, trueNegativeCount } = outcome
  const flaggedAndLabelled = truePositiveCount + falsePositiveCount
  const fraudCount = truePositiveCount + falseNegativeCount
  const labelledCount = flaggedAndLabelled + falseNegativeCount + trueNegativeCount
  const labelledShare = outcome.scoredCount === 0 ? 0 : labelledCount / outcome.scoredCount
  const areLabelsIn = labelledShare >= LABELS_IN_SHARE
  const precisionInterval = areLabelsIn
    ? shareInterval(truePositiveCount, flaggedAndLabelled)
    : null
  const recallInterval = areLabelsIn ? shareInterval(truePositiveCount, fraudCount) : null
  return {
    labelledShare,
    awaitingCount: outcome.flaggedCount - flaggedAndLabelled,
    precision: precisionInterval?.value ?? null,
    recall: recallInterval?.value ?? null,
    areLabelsIn,
    precisionInterval,
    recallInterval,
  }
}
