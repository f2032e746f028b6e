import type { VersionMonth } from './get-month.ts'

type ScoreHistograms = Pick<
  VersionMonth,
  'fraudScores' | 'legitimateScores' | 'unlabelledScores' | 'fraudAmounts'
>

/** What a month would have looked like with another threshold. Amounts are in currency units. */
export interface ThresholdOutcome {
  flaggedCount: number
  caughtCount: number
  missedCount: number
  falseAlarmCount: number
  awaitingCount: number
  caughtAmount: number
  missedAmount: number
}

/**
 * Counts a month's transactions at or above a threshold from its score histograms, without reading a row.
 * Bin `i` of `n` counts scores in [i/n, (i+1)/n), so the count is exact where the threshold is a bin's edge; a bin that
 * the threshold cuts is taken as flagged whole when the threshold is in its lower half.
 */
export function countAtThreshold(histograms: ScoreHistograms, threshold: number): ThresholdOutcome {
  const first = firstFlaggedBin(threshold, histograms.fraudScores.length)
  const from = (values: readonly number[]) => sum(values, first, values.length)
  const below = (values: readonly number[]) => sum(values, 0, first)
  const caughtCount = from(histograms.fraudScores)
  const falseAlarmCount = from(histograms.legitimateScores)
  const awaitingCount = from(histograms.unlabelledScores)
  return {
    flaggedCount: caughtCount + falseAlarmCount + awaitingCount,
    caughtCount,
    missedCount: below(histograms.fraudScores),
    falseAlarmCount,
    awaitingCount,
    caughtAmount: from(histograms.fraudAmounts),
    missedAmount: below(histograms.fraudAmounts),
  }
}

/** Index of the lowest bin that counts as flagged; `binCount` when the threshold is above every score. */
export function firstFlaggedBin(threshold: number, binCount: number): number {
  const position = threshold * binCount
  const nearest = Math.round(position)
  // A threshold such as 0.35 is an edge although 0.35 × 200 is not a whole number in floating point.
  if (Math.abs(position - nearest) < 1e-6) return clamp(nearest, 0, binCount)
  return clamp(position % 1 < 0.5 ? Math.floor(position) : Math.ceil(position), 0, binCount)
}

/** Adds neighbouring bins together, so that a chart draws `binCount / size` bars. */
export function groupBins(values: readonly number[], size: number): number[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    sum(values, index * size, (index + 1) * size),
  )
}

function sum(values: readonly number[], from: number, to: number): number {
  let total = 0
  for (let index = from; index < Math.min(to, values.length); index++) total += values[index] ?? 0
  return total
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
