import { expect, test } from 'vitest'
import type { DatasetProfile } from '../core/datasets/profile.ts'
import { encodeInOrder, fitEncodings } from './fit-encodings.ts'

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

test('a training row is encoded by the rows before it, never by its own label', () => {
  const codes = [5, 5, 5, Number.NaN, 5, 7]
  const rowsWith = (labels: (0 | 1)[]) =>
    rowsOf(...codes.map((code, row): [number, number, 0 | 1] => [row, code, labels[row]!]))
  const train = rowsWith([0, 1, 0, 0, 1, 0])
  const encoded = encodeInOrder(profile, train)
  const value = (row: number) => encoded[2 * row + 1]!
  // A third of all rows is fraud: log-odds of 1/3, until a category has a history.
  for (const row of [0, 3, 5]) expect(value(row)).toBeCloseTo(Math.log(0.5), 5)
  expect(value(1)).toBeCloseTo(Math.log(2 / 5), 5)
  expect(value(2)).toBeCloseTo(Math.log(3 / 5), 5)
  expect(value(4)).toBeCloseTo(Math.log(3 / 6), 5)
  // The other feature stays, and so do the codes that were handed in.
  expect(codes.map((_, row) => encoded[2 * row])).toEqual([0, 1, 2, 3, 4, 5])
  expect(train.features[1]).toBe(5)
  // Later labels change nothing before them, as long as the share of fraud is the same.
  expect(encodeInOrder(profile, rowsWith([0, 1, 0, 0, 0, 1]))).toEqual(encoded)
})
