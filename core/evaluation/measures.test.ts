import { describe, expect, test } from 'vitest'
import { brierScore, calibrationBins, expectedCalibrationError } from './calibration.ts'
import { confusionAt, ratesOf } from './confusion.ts'
import { fitPlatt } from './fit-platt.ts'
import { averagePrecision, precisionRecallCurve } from './precision-recall.ts'
import { rankByScore } from './ranking.ts'

const empty = { scores: [], isFraud: [] }

describe('rankByScore', () => {
  test('joins ties and counts weights from the highest score down', () => {
    const rows = {
      scores: [0.2, 0.9, 0.9, 0.5],
      isFraud: [true, false, true, false],
      weights: [1, 2, 3, 4],
    }
    expect(rankByScore(rows)).toEqual({
      thresholds: Float64Array.of(0.9, 0.5, 0.2),
      truePositives: Float64Array.of(3, 3, 4),
      falsePositives: Float64Array.of(2, 6, 6),
      fraudWeight: 4,
      legitimateWeight: 6,
    })
  })

  test.each([
    ['labels of other rows', { scores: [1, 2], isFraud: [1] }],
    ['weights of other rows', { scores: [1], isFraud: [1], weights: [1, 2] }],
    ['a NaN score', { scores: [Number.NaN], isFraud: [1] }],
    ['a negative weight', { scores: [1], isFraud: [1], weights: [-1] }],
  ])('refuses %s', (_what, rows) => expect(() => rankByScore(rows)).toThrow(RangeError))
})

describe('precisionRecallCurve', () => {
  const rowCount = 20_000
  const scores = Float64Array.from(
    { length: rowCount },
    (_, row) => ((row * 7919) % rowCount) / rowCount,
  )
  const isFraud = Uint8Array.from(scores, (score, row) => (score > 0.7 && row % 3 === 0 ? 1 : 0))
  const ranking = rankByScore({ scores, isFraud })

  test('is thinned for plotting and keeps both ends', () => {
    const full = precisionRecallCurve(ranking, Infinity)
    const thinned = precisionRecallCurve(ranking)
    expect(full.length).toBeGreaterThan(500)
    expect(thinned.length).toBe(500)
    expect([thinned[0], thinned.at(-1)]).toEqual([full[0], full.at(-1)])
    expect(thinned.at(-1)!.recall).toBe(1)
  })

  test('without rows or frauds it is empty and its area 0', () => {
    for (const rows of [empty, { scores: [1, 2], isFraud: [0, 0] }]) {
      expect(precisionRecallCurve(rankByScore(rows))).toEqual([])
      expect(averagePrecision(rankByScore(rows))).toBe(0)
    }
  })
})

test('flagging is inclusive: a score that equals the threshold is flagged', () => {
  const ranking = rankByScore({ scores: [0.5, 0.25], isFraud: [1, 0] })
  expect(confusionAt(ranking, 0.5)).toMatchObject({ truePositives: 1, falsePositives: 0 })
  expect(confusionAt(ranking, 0.25)).toMatchObject({ truePositives: 1, falsePositives: 1 })
  expect(confusionAt(ranking, 0.51)).toMatchObject({ truePositives: 0, falseNegatives: 1 })
})

test('rates of nothing are 0', () => {
  expect(ratesOf(confusionAt(rankByScore(empty), 0.5))).toEqual({
    precision: 0,
    recall: 0,
    f1: 0,
    falsePositiveRate: 0,
    flaggedShare: 0,
  })
})

describe('calibration', () => {
  test('scores that are probabilities have no calibration error', () => {
    const scores = Array.from({ length: 1000 }, (_, row) => (row < 500 ? 0.2 : 0.8))
    const isFraud = scores.map((score, row) => (row % 10 < score * 10 ? 1 : 0))
    const bins = calibrationBins({ scores, isFraud })
    expect(bins.length).toBe(2)
    expect(expectedCalibrationError(bins)).toBeCloseTo(0, 12)
    expect(brierScore({ scores, isFraud })).toBeCloseTo(0.16, 12)
  })

  test('weights count as so many rows', () => {
    const weighted = { scores: [0.1, 0.9], isFraud: [0, 1], weights: [3, 1] }
    const repeated = { scores: [0.1, 0.1, 0.1, 0.9], isFraud: [0, 0, 0, 1] }
    expect(brierScore(weighted)).toBeCloseTo(brierScore(repeated), 12)
    expect(calibrationBins(weighted)).toEqual(calibrationBins(repeated))
  })

  test('Platt scaling needs both classes, an order, and survives perfect separation', () => {
    expect(fitPlatt({ scores: [0.1, 0.2], isFraud: [0, 0] }).error?.code).toBe('one_class')
    const reversed = { scores: [0.9, 0.8, 0.2, 0.1], isFraud: [0, 0, 1, 1] }
    expect(fitPlatt(reversed).error?.code).toBe('scores_do_not_rank')
    const { data } = fitPlatt({ scores: [0, 0, 1, 1], isFraud: [0, 0, 1, 1] })
    expect(data!.slope).toBeGreaterThan(0)
    expect(Number.isFinite(data!.intercept)).toBe(true)
    expect(fitPlatt({ scores: [0.5, 0.5], isFraud: [0, 1] })).toBeDefined()
  })
})
