import { describe, expect, test } from 'vitest'
import { Random } from '../random.ts'
import { drawBinomial } from './binomial.ts'
import {
  averageDifferences,
  bootstrapAveragePrecision,
  bootstrapDifference,
  resampleDifference,
  summariseDifference,
} from './bootstrap.ts'
import { averagePrecision } from './precision-recall.ts'
import { rankByScore, type ScoredRows } from './ranking.ts'

function sample(seed: number, rowCount: number, fraudShare: number, decimals = 9) {
  const random = new Random(seed)
  const isFraud = Uint8Array.from({ length: rowCount }, (_, row) =>
    row < 3 || random.chance(fraudShare) ? 1 : 0,
  )
  const noise = Array.from({ length: rowCount }, () => random.normal())
  const scoresOf = (strength: number) =>
    Float32Array.from(isFraud, (fraud, row) =>
      Number((noise[row]! + strength * fraud + random.normal(0, 0.5)).toFixed(decimals)),
    )
  return { isFraud, scoresOf }
}

/** Resamples rows one by one: slow, obviously right. */
function bootstrapRowByRow(rows: ScoredRows, resamples: number): number[] {
  const random = new Random('row by row')
  const all = Array.from(rows.scores, (_, row) => row)
  const strata = [all.filter((row) => rows.isFraud[row]), all.filter((row) => !rows.isFraud[row])]
  return Array.from({ length: resamples }, () => {
    const drawn = strata.flatMap((stratum) => stratum.map(() => random.pick(stratum)))
    return averagePrecision(
      rankByScore({
        scores: drawn.map((row) => rows.scores[row]!),
        isFraud: drawn.map((row) => rows.isFraud[row]!),
        weights: drawn.map((row) => rows.weights?.[row] ?? 1),
      }),
    )
  })
}

describe('bootstrapAveragePrecision', () => {
  test.each([
    ['distinct scores', 9, false],
    ['ties', 1, false],
    ['weights', 1, true],
  ])('has the distribution of resampling row by row: %s', (_name, decimals, isWeighted) => {
    const { isFraud, scoresOf } = sample(1, 300, 0.1, decimals)
    const weights = Float64Array.from(isFraud, (fraud, row) => (fraud ? 1 : 1 + (row % 3)))
    const rows = { scores: scoresOf(2), isFraud, ...(isWeighted ? { weights } : {}) }
    const slow = bootstrapRowByRow(rows, 3000).toSorted((a, b) => a - b)
    const fast = bootstrapAveragePrecision(rows, { seed: 1, resamples: 3000 })
    expect(fast.value).toBe(averagePrecision(rankByScore(rows)))
    expect(Math.abs(fast.low - slow[75]!)).toBeLessThan(0.015)
    expect(Math.abs(fast.high - slow[2925]!)).toBeLessThan(0.015)
  })

  test('the same seed gives the same interval, another seed a similar one', () => {
    const { isFraud, scoresOf } = sample(2, 2000, 0.05)
    const rows = { scores: scoresOf(2), isFraud }
    const interval = bootstrapAveragePrecision(rows, { seed: 7 })
    expect(bootstrapAveragePrecision(rows, { seed: 7 })).toEqual(interval)
    const other = bootstrapAveragePrecision(rows, { seed: 8 })
    expect(other.low).not.toBe(interval.low)
    expect(other.low).toBeCloseTo(interval.low, 1)
  })

  test('more confidence is a wider interval around the value', () => {
    const { isFraud, scoresOf } = sample(3, 2000, 0.05)
    const rows = { scores: scoresOf(2), isFraud }
    const narrow = bootstrapAveragePrecision(rows, { seed: 1, confidence: 0.5 })
    const wide = bootstrapAveragePrecision(rows, { seed: 1, confidence: 0.99 })
    expect(wide.low).toBeLessThan(narrow.low)
    expect(wide.high).toBeGreaterThan(narrow.high)
    expect(narrow.low).toBeLessThan(narrow.value)
    expect(narrow.high).toBeGreaterThan(narrow.value)
  })

  test('perfect scores leave nothing to doubt; no frauds measure 0', () => {
    const isFraud = [1, 1, 0, 0, 0]
    const perfect = { scores: [0.9, 0.8, 0.2, 0.1, 0.1], isFraud }
    expect(bootstrapAveragePrecision(perfect, { seed: 1 })).toMatchObject({
      value: 1,
      low: 1,
      high: 1,
    })
    const none = { scores: [0.9, 0.8], isFraud: [0, 0] }
    expect(bootstrapAveragePrecision(none, { seed: 1 })).toMatchObject({
      value: 0,
      low: 0,
      high: 0,
    })
  })
})

describe('bootstrapDifference', () => {
  const { isFraud, scoresOf } = sample(4, 3000, 0.05)
  const strong = scoresOf(2.5)
  const weak = scoresOf(1)

  test('sees which model is better, and the other way round', () => {
    const difference = bootstrapDifference({ first: strong, second: weak, isFraud }, { seed: 1 })
    expect(difference.low).toBeGreaterThan(0)
    expect(difference.shareBetter).toBe(1)
    expect(difference.mean).toBeCloseTo(difference.value, 1)
    const reversed = bootstrapDifference({ first: weak, second: strong, isFraud }, { seed: 1 })
    expect(reversed.value).toBe(-difference.value)
    expect(reversed.high).toBeLessThan(0)
  })

  test('a model against itself differs by nothing', () => {
    const same = bootstrapDifference({ first: strong, second: strong, isFraud }, { seed: 1 })
    expect(same).toMatchObject({ value: 0, mean: 0, low: 0, high: 0, shareBetter: 0.5 })
  })

  test('is narrower than two separate intervals: the rows are the same', () => {
    const near = strong.map((score, row) => score + (row % 7) * 0.02)
    const paired = bootstrapDifference({ first: strong, second: near, isFraud }, { seed: 1 })
    const single = bootstrapAveragePrecision({ scores: strong, isFraud }, { seed: 1 })
    expect(paired.high - paired.low).toBeLessThan((single.high - single.low) / 3)
  })
})

describe('averageDifferences', () => {
  const months = [11, 12, 13, 14].map((seed) => {
    const { isFraud, scoresOf } = sample(seed, 2000, 0.05)
    const rows = { first: scoresOf(2), second: scoresOf(1.5), isFraud }
    return resampleDifference(rows, { seed })
  })
  const single = months.map((month) => summariseDifference(month))
  const average = summariseDifference(averageDifferences(months))

  test('is the mean over the parts', () => {
    const mean = single.reduce((sum, month) => sum + month.value, 0) / 4
    expect(average.value).toBeCloseTo(mean, 12)
  })

  test('has an interval half as wide for four independent parts', () => {
    const width = single.reduce((sum, month) => sum + month.high - month.low, 0) / 4
    expect((average.high - average.low) / width).toBeGreaterThan(0.4)
    expect((average.high - average.low) / width).toBeLessThan(0.6)
  })

  test('of nothing is refused', () => {
    expect(() => averageDifferences([])).toThrow(RangeError)
  })
})

test('a thousand resamples of fifty thousand rows take less than a second of CPU', () => {
  const { isFraud, scoresOf } = sample(5, 50_000, 0.005)
  const scores = scoresOf(2)
  const start = process.cpuUsage()
  bootstrapAveragePrecision({ scores, isFraud }, { seed: 1 })
  const { user, system } = process.cpuUsage(start)
  expect(user + system).toBeLessThan(1_000_000)
})

test('binomial draws have the exact probabilities', () => {
  const [n, p, draws] = [100, 0.3, 400_000]
  const random = new Random('probabilities')
  const counts = new Float64Array(n + 1)
  for (let i = 0; i < draws; i++) counts[drawBinomial(random, n, p)]! += 1
  let probability = (1 - p) ** n
  let chiSquare = 0
  let cells = 0
  for (let k = 0; k <= n; k++) {
    const expected = draws * probability
    if (expected >= 20) {
      chiSquare += (counts[k]! - expected) ** 2 / expected
      cells++
    }
    probability *= ((n - k) / (k + 1)) * (p / (1 - p))
  }
  // Mean `cells`, standard deviation √(2 cells): four of them are beyond chance.
  expect(chiSquare).toBeLessThan(cells + 4 * Math.sqrt(2 * cells))
})

test.each([
  [20, 0.1],
  [1000, 0.004],
  [1000, 0.3],
  [50_000, 0.02],
  [50_000, 0.97],
  [40, 0.5],
])('binomial draws of %d trials at %d have the right moments', (n, p) => {
  const random = new Random(`binomial ${n} ${p}`)
  const draws = Array.from({ length: 40_000 }, () => drawBinomial(random, n, p))
  const mean = draws.reduce((sum, k) => sum + k, 0) / draws.length
  const variance = draws.reduce((sum, k) => sum + (k - mean) ** 2, 0) / draws.length
  const deviation = Math.sqrt(n * p * (1 - p))
  expect(Math.abs(mean - n * p)).toBeLessThan(0.025 * deviation)
  expect(Math.abs(variance / (n * p * (1 - p)) - 1)).toBeLessThan(0.04)
  expect(draws.every((k) => Number.isInteger(k) && k >= 0 && k <= n)).toBe(true)
})
