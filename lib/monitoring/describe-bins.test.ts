import { expect, test } from 'vitest'
import { describeBins } from './describe-bins.ts'

const labels = (edges: number[], feature: Parameters<typeof describeBins>[1] = null) => {
  const counts = new Array<number>(edges.length + 2).fill(1)
  return describeBins({ baseline: { edges, counts }, counts }, feature, 'en-GB').map(
    ({ label }) => label,
  )
}

test('bins are ranges, missing values last', () => {
  expect(labels([10.5, 1234.5])).toEqual(['Up to 10.5', '10.5 to 1,230', 'Over 1,230', 'Missing'])
  expect(labels([])).toEqual(['All values', 'Missing'])
})

test('a flag says no and yes', () => {
  expect(labels([0], { unit: 'flag' })).toEqual(['No', 'Yes', 'Missing'])
})

test('a bin of one code has the name of its category', () => {
  const feature = { unit: 'category' as const, categories: ['Home', 'Food', 'Fuel', 'Travel'] }
  expect(labels([0, 1, 3], feature)).toEqual(['Home', 'Food', '1 to 3', 'Over 3', 'Missing'])
})

test('shares are of then and now; without missing values there is no such bin', () => {
  const bins = describeBins(
    { baseline: { edges: [1], counts: [3, 1, 0] }, counts: [10, 30, 0] },
    null,
    'en-GB',
  )
  expect(bins.map(({ learned, month }) => [learned, month])).toEqual([
    [0.75, 0.25],
    [0.25, 0.75],
  ])
})
