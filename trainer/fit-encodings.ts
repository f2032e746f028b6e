import type { DatasetProfile } from '../core/datasets/profile.ts'
import { logOddsOf } from '../core/scoring/log-odds.ts'
import type { FeatureEncoding } from '../core/scoring/model-artifact.ts'
import type { LabelledRows } from './engine/labelled-rows.ts'

/**
 * Every category is given this many frauds, and the legitimate rows that go with them, before its own are counted:
 * one fraud in a category of three rows then moves it little.
 */
const PRIOR_FRAUDS = 2

/**
 * Learns, from training rows only, the smoothed log-odds of fraud of each category
 * (D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD 2001).
 * A category that was never seen takes the log-odds of all rows.
 */
export function fitEncodings(
  profile: Pick<DatasetProfile, 'features'>,
  train: LabelledRows,
): FeatureEncoding[] {
  const frauds = train.labels.reduce((sum, label) => sum + label, 0)
  const share = frauds / train.rowCount
  return profile.features.flatMap((feature, column) => {
    if (feature.kind !== 'categorical') return []
    const counts = countByCode(train, column)
    const codes = [...counts.keys()].sort((a, b) => a - b)
    const values = codes.map((code) => {
      const { frauds, rows } = counts.get(code)!
      return logOddsOf((frauds + PRIOR_FRAUDS) / (rows + PRIOR_FRAUDS / share))
    })
    return [{ feature: feature.name, codes, values, fallback: logOddsOf(share) }]
  })
}

function countByCode({ features, labels, rowCount, featureCount }: LabelledRows, column: number) {
  const counts = new Map<number, { frauds: number; rows: number }>()
  for (let row = 0; row < rowCount; row++) {
    const code = features[row * featureCount + column]!
    if (Number.isNaN(code)) continue
    const count = counts.get(code) ?? { frauds: 0, rows: 0 }
    count.rows++
    count.frauds += labels[row]!
    counts.set(code, count)
  }
  return counts
}
