import type { Scorer } from '../core/scoring/score.ts'
import { type PermutationImportance, permutationImportance } from './permutation-importance.ts'
import type { PartRows } from './prepare-parts.ts'

/** How much a feature matters, in three ways. */
export interface FeatureImportance {
  feature: string
  /** Its share of all movement of the log-odds; the shares add up to 1. */
  importance: number
  /** Average precision that is lost when its values are shuffled, with the deviation over the repeats. */
  permutation: PermutationImportance
  /** Its share of the gain of all cuts; null for models other than boosted trees. */
  gain: number | null
}

/** Rows looked at: all frauds up to half of them, and legitimate rows evenly over time. */
const SAMPLE_ROWS = 1_000

/**
 * `importance` is the mean absolute contribution of each feature to the log-odds over a sample of rows, half of it
 * fraud where there is enough: the same measure for every family, and the one that the reasons on the screen are made
 * of. `chosen` is the model before it was fitted again on these rows too: only for it they are new, so that what it
 * loses on them can be believed.
 */
export function measureImportance(
  scorer: Scorer,
  chosen: { scorer: Scorer; gains: Float64Array | null },
  rows: PartRows,
): FeatureImportance[] {
  const permutations = permutationImportance(chosen.scorer, rows)
  const totalGain = chosen.gains?.reduce((sum, gain) => sum + gain, 0) ?? 0
  const sums = new Float64Array(rows.featureCount)
  const names: string[] = []
  let total = 0
  for (const row of sampleRows(rows)) {
    const start = row * rows.featureCount
    const features = rows.features.subarray(start, start + rows.featureCount)
    for (const { feature, index, contribution } of scorer.explain(features)) {
      names[index] = feature
      sums[index]! += Math.abs(contribution)
      total += Math.abs(contribution)
    }
  }
  return names
    .map((feature, index) => ({
      feature,
      importance: total > 0 ? sums[index]! / total : 0,
      permutation: permutations[index]!,
      gain: chosen.gains && totalGain > 0 ? chosen.gains[index]! / totalGain : null,
    }))
    .sort((a, b) => b.importance - a.importance)
}

function sampleRows({ labels, rowCount }: PartRows): number[] {
  const all = Array.from({ length: rowCount }, (_, row) => row)
  const half = SAMPLE_ROWS / 2
  const everyNth = (rows: number[], count: number) => {
    const step = Math.max(1, rows.length / count)
    return Array.from(
      { length: Math.min(count, rows.length) },
      (_, i) => rows[Math.floor(i * step)]!,
    )
  }
  return [
    ...everyNth(
      all.filter((row) => labels[row] === 1),
      half,
    ),
    ...everyNth(
      all.filter((row) => labels[row] !== 1),
      half,
    ),
  ]
}
