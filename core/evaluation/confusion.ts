import type { Ranking } from './ranking.ts'

/** What a threshold does to the rows, in row weights. */
export interface Confusion {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  trueNegatives: number
}

/** Rates of a confusion; each is 0 where its denominator is 0, as in scikit-learn. */
export interface ConfusionRates {
  /** Of the flagged, the share that is fraud. */
  precision: number
  /** Of the frauds, the share that is flagged. */
  recall: number
  /** Harmonic mean of precision and recall. */
  f1: number
  /** Of the legitimate, the share that is flagged. */
  falsePositiveRate: number
  /** Of all rows, the share that is flagged. */
  flaggedShare: number
}

/** Counts the four outcomes when every score of at least `threshold` is flagged. */
export function confusionAt(ranking: Ranking, threshold: number): Confusion {
  return confusionOfTop(ranking, countAtLeast(ranking.thresholds, threshold))
}

/** Counts the four outcomes when the `count` highest distinct scores are flagged. */
export function confusionOfTop(ranking: Ranking, count: number): Confusion {
  const truePositives = count > 0 ? ranking.truePositives[count - 1]! : 0
  const falsePositives = count > 0 ? ranking.falsePositives[count - 1]! : 0
  return {
    truePositives,
    falsePositives,
    falseNegatives: ranking.fraudWeight - truePositives,
    trueNegatives: ranking.legitimateWeight - falsePositives,
  }
}

/** Precision, recall, F1 and the shares flagged. */
export function ratesOf(confusion: Confusion): ConfusionRates {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion
  return {
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    falsePositiveRate: ratio(falsePositives, falsePositives + trueNegatives),
    flaggedShare: ratio(
      truePositives + falsePositives,
      truePositives + falsePositives + falseNegatives + trueNegatives,
    ),
  }
}

/**
 * F-beta: recall weighs beta times as much as precision (C. J. van Rijsbergen, Information Retrieval, 1979).
 */
export function fBeta(confusion: Confusion, beta: number): number {
  const { truePositives, falsePositives, falseNegatives } = confusion
  const square = beta * beta
  return ratio(
    (1 + square) * truePositives,
    (1 + square) * truePositives + square * falseNegatives + falsePositives,
  )
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

/** How many of the descending values are at least `bound`. */
function countAtLeast(descending: Float64Array, bound: number): number {
  let low = 0
  let high = descending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (descending[middle]! >= bound) low = middle + 1
    else high = middle
  }
  return low
}
