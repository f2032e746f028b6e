import { expect, test } from 'vitest'
import type { DatasetProfile } from '../core/datasets/profile.ts'
import { fitEncodings } from './fit-encodings.ts'

const profile: Pick<DatasetProfile, 'features'> = {
  features: [
    { name: 'amount', label: 'Amount', unit: 'money', kind: 'numeric' },
    { name: 'category', label: 'Category', unit: 'category', kind: 'categorical' },
  ],
}

/** Rows of (amount, category code, label). */
function rowsOf(...rows: [number, number, 0 | 1][]) {
  return {
    rowCount: rows.length,
    featureCount: 2,
    features: Float32Array.from(rows.flatMap((row) => row.slice(0, 2))),
    labels: Uint8Array.from(rows, ([, , label]) => label),
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

test('only categorical features are encoded, by the smoothed share of fraud', () => {
  const train = rowsOf(
    [1, 7, 1],
    [1, 7, 1],
    [1, 7, 0],
    [1, 3, 0],
    [1, 3, 0],
    [1, 3, 0],
    [1, 3, 0],
    [1, 3, 0],
  )
  const [encoding, ...rest] = fitEncodings(profile, train)
  expect(rest).toEqual([])
  expect(encoding!.feature).toBe('category')
  expect(encoding!.codes).toEqual([3, 7])
  // Two frauds in eight rows: a prior of 2 frauds in 8 rows is added to each category.
  expect(sigmoid(encoding!.values[0]!)).toBeCloseTo(2 / 13, 10)
  expect(sigmoid(encoding!.values[1]!)).toBeCloseTo(4 / 11, 10)
  expect(sigmoid(encoding!.fallback)).toBeCloseTo(2 / 8, 10)
})

test('one fraud in a rare category moves it little', () => {
  const rows: [number, number, 0 | 1][] = Array.from({ length: 1_000 }, (_, i) => [
    1,
    1,
    i < 10 ? 1 : 0,
  ])
  rows.push([1, 2, 1])
  const [encoding] = fitEncodings(profile, rowsOf(...rows))
  const rare = sigmoid(encoding!.values[1]!)
  expect(rare).toBeGreaterThan(0.011)
  expect(rare).toBeLessThan(0.02)
})

test('a missing category is no category', () => {
  const [encoding] = fitEncodings(profile, rowsOf([1, Number.NaN, 1], [1, 4, 0]))
  expect(encoding!.codes).toEqual([4])
})
