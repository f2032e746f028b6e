import { expect, test } from 'vitest'
import { roundTicks } from './round-ticks.ts'

test.each([
  [0.038, [0, 0.01, 0.02, 0.03, 0.04]],
  [0.9, [0, 0.5, 1]],
  [0.2, [0, 0.05, 0.1, 0.15, 0.2]],
  [7, [0, 2, 4, 6, 8]],
  [0, [0, 1]],
])('an axis up to %d has short labels', (largest, ticks) => {
  expect(roundTicks(largest)).toEqual(ticks)
})
