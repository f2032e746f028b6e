import { expect, test } from 'vitest'
import { Random } from '../random.ts'
import { averagePrecisionOf } from './average-precision.ts'
import { averagePrecision } from './precision-recall.ts'
import { rankByScore } from './ranking.ts'

test('is what the ranking of all rows gives, with ties and weights', () => {
  const random = new Random(1)
  for (let round = 0; round < 50; round++) {
    const count = 1 + random.integer(300)
    const scores = Float32Array.from({ length: count }, () => random.integer(40) / 40)
    const isFraud = Uint8Array.from(scores, (score) => (random.chance(score / 4) ? 1 : 0))
    const weights = Float32Array.from(scores, () => random.integer(5))
    for (const rows of [
      { scores, isFraud },
      { scores, isFraud, weights },
    ]) {
      expect(averagePrecisionOf(rows)).toBeCloseTo(averagePrecision(rankByScore(rows)), 12)
    }
  }
})

test('is 0 where no row is fraud, and refuses scores that are none', () => {
  expect(averagePrecisionOf({ scores: [0.5, 0.2], isFraud: [0, 0] })).toBe(0)
  expect(() => averagePrecisionOf({ scores: [Number.NaN], isFraud: [1] })).toThrow(RangeError)
})
