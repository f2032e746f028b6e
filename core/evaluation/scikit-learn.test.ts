import { describe, expect, test } from 'vitest'
import { brierScore, calibrationBins } from './calibration.ts'
import { confusionAt, fBeta, ratesOf } from './confusion.ts'
import { countByBin, measureDrift } from './drift.ts'
import { fitPlatt } from './fit-platt.ts'
import { averagePrecision, precisionRecallCurve } from './precision-recall.ts'
import { rankByScore } from './ranking.ts'
import fixture from './scikit-learn.fixture.json' with { type: 'json' }

function expectClose(actual: number | undefined, expected: number, tolerance = 1e-12) {
  expect(actual).toBeDefined()
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(tolerance)
}

describe.each(fixture.cases)('scikit-learn agrees on $name', (expected) => {
  const rows = {
    scores: expected.scores,
    isFraud: expected.isFraud,
    ...(expected.weights ? { weights: expected.weights } : {}),
  }
  const ranking = rankByScore(rows)

  test('average precision', () => {
    expectClose(averagePrecision(ranking), expected.averagePrecision)
  })

  test('precision–recall curve', () => {
    const points = precisionRecallCurve(ranking, Infinity)
    const recalls = expected.curve.recall.filter((recall) => recall > 0)
    expect(points.length).toBe(
      recalls.filter((recall, i) => i === 0 || Math.abs(recall - recalls[i - 1]!) > 1e-15).length,
    )
    for (const point of points) {
      const position = expected.curve.threshold.indexOf(point.threshold)
      expectClose(point.precision, expected.curve.precision[position]!)
      expectClose(point.recall, expected.curve.recall[position]!)
    }
  })

  test('Brier score', () => expectClose(brierScore(rows), expected.brier))

  test.each(expected.confusions)('confusion at $threshold', (at) => {
    const confusion = confusionAt(ranking, at.threshold)
    const [trueNegatives, falsePositives, falseNegatives, truePositives] = at.matrix
    expectClose(confusion.trueNegatives, trueNegatives!, 1e-9)
    expectClose(confusion.falsePositives, falsePositives!, 1e-9)
    expectClose(confusion.falseNegatives, falseNegatives!, 1e-9)
    expectClose(confusion.truePositives, truePositives!, 1e-9)
    const rates = ratesOf(confusion)
    expectClose(rates.precision, at.precision)
    expectClose(rates.recall, at.recall)
    expectClose(rates.f1, at.f1)
    expectClose(fBeta(confusion, 2), at.f2)
  })

  test('Platt scaling', () => {
    const { data } = fitPlatt(rows)
    expectClose(data?.slope, expected.platt.slope, 1e-8)
    expectClose(data?.intercept, expected.platt.intercept, 1e-8)
  })
})

const calibrated = fixture.cases.filter((expected) => expected.calibration !== undefined)

test.each(calibrated)('scikit-learn agrees on the reliability diagram of $name', (expected) => {
  for (const strategy of ['uniform', 'quantile'] as const) {
    const { fraudShare, meanScore } = expected.calibration![strategy]
    const bins = calibrationBins(
      { scores: expected.scores, isFraud: expected.isFraud },
      { bins: 10, strategy },
    )
    expect(bins.length).toBe(fraudShare.length)
    for (const [i, bin] of bins.entries()) {
      expectClose(bin.fraudShare, fraudShare[i]!)
      expectClose(bin.meanScore, meanScore[i]!)
    }
  }
})

test.each(fixture.kolmogorovSmirnov)(
  'scipy agrees on the Kolmogorov–Smirnov distance',
  ({ first, second, statistic }) => {
    // With an edge at every value, counts by bin lose nothing of the samples.
    const edges = [...new Set([...first, ...second])].sort((a, b) => a - b)
    const baseline = { edges, counts: countByBin(edges, first) }
    expectClose(measureDrift(baseline, countByBin(edges, second)).ks, statistic)
  },
)
