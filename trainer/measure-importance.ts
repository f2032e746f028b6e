import type { Scorer } from '../core/scoring/score.ts'
import type { PartRows } from './prepare-parts.ts'

/** How much a feature moves scores. */
export interface FeatureImportance {
  feature: string
  /** Its share of all movement; the shares add up to 1. */
  importance: number
}

/** Rows looked at: all frauds up to half of them, and legitimate rows evenly over time. */
const SAMPLE_ROWS = 1_000

/**
 * Mean absolute contribution of each feature to the log-odds over a sample of rows, half of it fraud where there is
 * enough. The same measure for every family, and the one that the reasons on the screen are made of.
 */
export function measureImportance(scorer: Scorer, rows: PartRows): FeatureImportance[] {
  const sums = new Map<string, number>()
  let total = 0
  for (const row of sampleRows(rows)) {
    const start = row * rows.featureCount
    const features = rows.features.subarray(start, start + rows.featureCount)
    for (const { feature, contribution } of scorer.explain(features)) {
      sums.set(feature, (sums.get(feature) ?? 0) + Math.abs(contribution))
      total += Math.abs(contribution)
    }
  }
  return [...sums]
    .map(([feature, sum]) => ({ feature, importance: total > 0 ? sum / total : 0 }))
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
