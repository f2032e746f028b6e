import { averagePrecision } from '../core/evaluation/precision-recall.ts'
import { rankByScore } from '../core/evaluation/ranking.ts'
import { derive, type Random } from '../core/random.ts'
import type { Scorer } from '../core/scoring/score.ts'
import type { PartRows } from './prepare-parts.ts'

/** What a model loses without one feature. */
export interface PermutationImportance {
  /** Mean loss of average precision when the feature's values are shuffled among the rows. */
  drop: number
  /** Standard deviation of the loss over the repeats. */
  deviation: number
}

/** Legitimate rows that are looked at besides all frauds, evenly over time; each one counts for the rest. */
const LEGITIMATE_ROWS = 3_000

/** Shuffles per feature. */
const REPEATS = 3

/**
 * Permutation importance (L. Breiman, "Random forests", 2001, section 10; A. Fisher et al., JMLR 20, 2019), measured
 * in average precision: one entry per feature, in order. Features that tell the same replace each other, so that both
 * lose little. Fixed seeds.
 */
export function permutationImportance(scorer: Scorer, rows: PartRows): PermutationImportance[] {
  const sample = takeSample(rows)
  const { features, featureCount, isFraud, weights } = sample
  const rowCount = isFraud.length
  const measure = () =>
    averagePrecision(rankByScore({ scores: scorer.score(features, rowCount), isFraud, weights }))
  const whole = measure()
  const column = new Float32Array(rowCount)
  return Array.from({ length: featureCount }, (_, feature) => {
    for (let row = 0; row < rowCount; row++) column[row] = features[row * featureCount + feature]!
    const write = (values: Float32Array) => {
      for (let row = 0; row < rowCount; row++) features[row * featureCount + feature] = values[row]!
    }
    const drops = Array.from({ length: REPEATS }, (_, repeat) => {
      write(shuffled(column, derive('permutation', feature, repeat)))
      return whole - measure()
    })
    write(column)
    return summarise(drops)
  })
}

function takeSample({ rowCount, featureCount, features, labels, weights }: PartRows) {
  const legitimate = rowCount - labels.reduce((sum, label) => sum + label, 0)
  const step = Math.max(1, legitimate / LEGITIMATE_ROWS)
  const rows: number[] = []
  for (let row = 0, seen = 0, next = 0; row < rowCount; row++) {
    if (labels[row] === 1) rows.push(row)
    else if (seen++ >= next) {
      rows.push(row)
      next += step
    }
  }
  const taken = new Float32Array(rows.length * featureCount)
  for (const [index, row] of rows.entries()) {
    const start = row * featureCount
    taken.set(features.subarray(start, start + featureCount), index * featureCount)
  }
  return {
    featureCount,
    features: taken,
    isFraud: Uint8Array.from(rows, (row) => labels[row]!),
    weights: Float64Array.from(
      rows,
      (row) => (weights?.[row] ?? 1) * (labels[row] === 1 ? 1 : step),
    ),
  }
}

function shuffled(values: Float32Array, random: Random): Float32Array {
  return random.shuffle(values.slice())
}

function summarise(drops: readonly number[]): PermutationImportance {
  const drop = drops.reduce((sum, value) => sum + value, 0) / drops.length
  const variance = drops.reduce((sum, value) => sum + (value - drop) ** 2, 0) / (drops.length - 1)
  return { drop, deviation: Math.sqrt(variance) }
}
