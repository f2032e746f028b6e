import { requireScoredRows, type ScoredRows } from './ranking.ts'

/** One bar of a reliability diagram. */
export interface CalibrationBin {
  /** Weighted mean of the scores in the bin. */
  meanScore: number
  /** Weighted share of fraud in the bin. */
  fraudShare: number
  /** Total weight of the bin. */
  weight: number
}

/**
 * Mean squared distance of the score from the outcome (G. W. Brier, 1950); lower is better.
 * Equals scikit-learn's `brier_score_loss`. NaN without rows.
 */
export function brierScore(rows: ScoredRows): number {
  requireScoredRows(rows)
  const { scores, isFraud, weights } = rows
  let sum = 0
  let total = 0
  for (let row = 0; row < scores.length; row++) {
    const weight = weights ? weights[row]! : 1
    const distance = scores[row]! - (isFraud[row] ? 1 : 0)
    sum += weight * distance * distance
    total += weight
  }
  return sum / total
}

/**
 * The reliability diagram: scores in [0, 1] grouped, each group's mean score beside its share of
 * fraud; equal when the score is a probability. Empty bins are left out.
 * `uniform` bins are equally wide; `quantile` bins hold about equally many rows, which suits rare fraud.
 * Equals scikit-learn's `calibration_curve` when all weights are 1.
 */
export function calibrationBins(
  rows: ScoredRows,
  { bins = 10, strategy = 'uniform' as 'uniform' | 'quantile' } = {},
): CalibrationBin[] {
  requireScoredRows(rows)
  const { scores, isFraud, weights } = rows
  const edges = strategy === 'uniform' ? uniformEdges(bins) : quantileEdges(scores, bins)
  const result = Array.from({ length: bins }, () => ({ meanScore: 0, fraudShare: 0, weight: 0 }))
  for (let row = 0; row < scores.length; row++) {
    const bin = result[binOf(edges, scores[row]!)]!
    const weight = weights ? weights[row]! : 1
    bin.weight += weight
    bin.meanScore += weight * scores[row]!
    if (isFraud[row]) bin.fraudShare += weight
  }
  return result
    .filter((bin) => bin.weight > 0)
    .map(({ meanScore, fraudShare, weight }) => ({
      meanScore: meanScore / weight,
      fraudShare: fraudShare / weight,
      weight,
    }))
}

/** Weighted mean distance between score and fraud share over the bins: the expected calibration error. */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, bin) => sum + bin.weight, 0)
  return bins.reduce(
    (sum, bin) => sum + (bin.weight / total) * Math.abs(bin.meanScore - bin.fraudShare),
    0,
  )
}

/** Inner edges of equally wide bins. */
function uniformEdges(bins: number): number[] {
  return Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins)
}

/** Inner edges at the quantiles of the scores, interpolated (as numpy.percentile). */
function quantileEdges(scores: ArrayLike<number>, bins: number): number[] {
  const sorted = Float64Array.from(scores).sort()
  return Array.from({ length: bins - 1 }, (_, i) => {
    const position = ((i + 1) / bins) * (sorted.length - 1)
    const below = Math.floor(position)
    const above = Math.min(below + 1, sorted.length - 1)
    return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!)
  })
}

/** How many edges lie strictly below the score: a score on an edge belongs to the lower bin. */
function binOf(edges: readonly number[], score: number): number {
  let bin = 0
  while (bin < edges.length && edges[bin]! < score) bin++
  return bin
}
