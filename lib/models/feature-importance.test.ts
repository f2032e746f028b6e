import { expect, test } from 'vitest'
import { featureImportanceSchema, rankFeatures } from './feature-importance.ts'

const trees = featureImportanceSchema.parse([
  { feature: 'amount', importance: 0.6, permutation: { drop: 0.1, deviation: 0.02 }, gain: 0.3 },
  { feature: 'hour', importance: 0.4, permutation: { drop: 0.2, deviation: 0.01 }, gain: 0.7 },
])
const line = featureImportanceSchema.parse([
  { feature: 'age', importance: 1, permutation: { drop: -0.01, deviation: 0.01 }, gain: null },
])

test('features are ranked by the most that any version makes of them', () => {
  expect(rankFeatures('contribution', [trees, line]).map(({ feature }) => feature)).toEqual([
    'age',
    'amount',
    'hour',
  ])
  expect(rankFeatures('permutation', [trees, line])).toEqual([
    { feature: 'hour', importances: [{ value: 0.2, spread: 0.01 }, null] },
    { feature: 'amount', importances: [{ value: 0.1, spread: 0.02 }, null] },
    { feature: 'age', importances: [null, { value: -0.01, spread: 0.01 }] },
  ])
})

test('only trees know a gain', () => {
  expect(rankFeatures('gain', [trees, line]).map(({ feature }) => feature)).toEqual([
    'hour',
    'amount',
  ])
  expect(rankFeatures('gain', [line])).toEqual([])
})

test('a version of an earlier trainer keeps what it knows', () => {
  const old = featureImportanceSchema.parse([{ feature: 'amount', importance: 1 }])
  expect(rankFeatures('contribution', [old])).toHaveLength(1)
  expect(rankFeatures('permutation', [old])).toEqual([])
})
