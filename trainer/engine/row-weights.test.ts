import { expect, test } from 'vitest'
import { priorLogOdds, rowWeights } from './row-weights.ts'

const rows = {
  features: new Float32Array(4),
  labels: Uint8Array.of(1, 0, 0, 0),
  rowCount: 4,
  featureCount: 1,
}

test('frauds count as often as the rules say, on top of their own weights', () => {
  expect([...rowWeights(rows, 3)]).toEqual([3, 1, 1, 1])
  const weighted = { ...rows, weights: Float32Array.of(0.5, 2, 1, 1) }
  expect([...rowWeights(weighted, 3)]).toEqual([1.5, 2, 1, 1])
})

test('a model starts at the log-odds of the weighted share of frauds', () => {
  expect(priorLogOdds(rows.labels, Float32Array.of(1, 1, 1, 1))).toBeCloseTo(Math.log(1 / 3))
  expect(priorLogOdds(rows.labels, Float32Array.of(3, 1, 1, 1))).toBe(0)
})

test.each([[[0, 0]], [[1, 1]]])('rows of one class (%j) cannot be fitted', (labels) => {
  expect(() => priorLogOdds(Uint8Array.from(labels), Float32Array.of(1, 1))).toThrow(
    /one class only/,
  )
})
