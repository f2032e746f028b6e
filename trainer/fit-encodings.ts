import type { DatasetProfile } from '../core/datasets/profile.ts'
import { logOddsOf } from '../core/scoring/log-odds.ts'
import type { FeatureEncoding } from '../core/scoring/model-manifest.ts'
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

/**
 * The training rows as models see them: a category's code is replaced by what its earlier rows alone say, smoothed in
 * the same way (ordered target statistics: L. Prokhorenkova et al., "CatBoost", NeurIPS 2018, section 3.2). A row's own
 * label never tells on itself, as it would through the encoding of all rows; and rows come in the order of time, so
 * that learning sees categories as serving will. `train` is in time order; a copy is returned.
 */
export function encodeInOrder(
  profile: Pick<DatasetProfile, 'features'>,
  train: LabelledRows,
): Float32Array {
  const { labels, rowCount, featureCount } = train
  const features = train.features.slice(0, rowCount * featureCount)
  const share = labels.reduce((sum, label) => sum + label, 0) / rowCount
  const prior = PRIOR_FRAUDS / share
  for (const [column, feature] of profile.features.entries()) {
    if (feature.kind !== 'categorical') continue
    const counts = new Map<number, { frauds: number; rows: number }>()
    for (let row = 0, at = column; row < rowCount; row++, at += featureCount) {
      const code = features[at]!
      const count = counts.get(code) ?? { frauds: 0, rows: 0 }
      features[at] = Number.isNaN(code)
        ? logOddsOf(share)
        : logOddsOf((count.frauds + PRIOR_FRAUDS) / (count.rows + prior))
      count.rows++
      count.frauds += labels[row]!
      counts.set(code, count)
    }
  }
  return features
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
