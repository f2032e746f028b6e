import { describe, expect, test } from 'vitest'
import { Random } from '../random.ts'
import {
  bandOf,
  countByBin,
  fitDriftBaseline,
  measureDrift,
  minimumDriftRows,
  scoreQuantiles,
} from './drift.ts'

function normals(seed: string, count: number, mean = 0, missingShare = 0) {
  const random = new Random(seed)
  return Float32Array.from({ length: count }, () =>
    random.chance(missingShare) ? Number.NaN : random.normal(mean),
  )
}

const baseline = fitDriftBaseline(normals('training', 20_000))
const driftOf = (values: Float32Array, from = baseline) =>
  measureDrift(from, countByBin(from.edges, values))

describe('fitDriftBaseline', () => {
  test('bins hold equal shares of the training values', () => {
    expect(baseline.edges.length).toBe(9)
    for (const count of baseline.counts.slice(0, 10)) expect(count).toBe(2_000)
    expect(baseline.counts[10]).toBe(0)
  })

  test('a flag gets two bins, a constant one', () => {
    expect(fitDriftBaseline([0, 1, 0, 0, 1, 0]).counts).toEqual([4, 2, 0])
    expect(fitDriftBaseline([...new Array(999).fill(0), 1]).counts).toEqual([999, 1, 0])
    expect(fitDriftBaseline([5, 5, 5]).counts).toEqual([3, 0])
  })

  test('survives JSON, nothing and missing values', () => {
    expect(JSON.parse(JSON.stringify(baseline))).toEqual(baseline)
    expect(fitDriftBaseline([])).toEqual({ edges: [], counts: [0, 0] })
    expect(fitDriftBaseline([NaN, 1]).counts).toEqual([1, 1])
  })
})

describe('measureDrift', () => {
  test('the PSI of known shares', () => {
    const known = { edges: [0], counts: [500_000, 500_000, 0] }
    const { psi, ks, band } = measureDrift(known, [700, 300, 0])
    expect(psi).toBeCloseTo(0.2 * Math.log(0.7 / 0.5) - 0.2 * Math.log(0.3 / 0.5), 12)
    expect(ks).toBeCloseTo(0.2, 12)
    expect(band).toBe('moderate')
  })

  test('the same distribution is stable whatever the size', () => {
    for (const count of [600, 5_000, 200_000]) {
      expect(driftOf(normals(`same ${count}`, count)).band).toBe('stable')
    }
  })

  test('chance is taken off: many bins on few rows are no alarm', () => {
    const fine = fitDriftBaseline(
      normals('training', 20_000),
      Array.from({ length: 99 }, (_, i) => (i + 1) / 100),
    )
    const { psi, chancePsi, band } = driftOf(normals('600 rows', 600), fine)
    expect(psi).toBeGreaterThan(0.1)
    expect(chancePsi).toBeCloseTo(99 * (1 / 600 + 1 / 20_000), 12)
    expect(band).toBe('stable')
  })

  test('a shift is seen, and a larger one is stronger', () => {
    expect(driftOf(normals('shifted', 5_000, 0.4)).band).toBe('moderate')
    expect(driftOf(normals('far', 5_000, 1)).band).toBe('strong')
  })

  test('values that begin to be missing are drift', () => {
    expect(driftOf(normals('missing', 5_000, 0, 0.3)).band).toBe('strong')
  })

  test('too few rows say nothing, however different', () => {
    expect(driftOf(normals('few', minimumDriftRows - 1, 5)).band).toBe('too_few_rows')
    expect(measureDrift(baseline, new Array(11).fill(0))).toMatchObject({
      band: 'too_few_rows',
      rowCount: 0,
    })
  })

  test('so does a baseline of too few rows', () => {
    const thin = fitDriftBaseline(normals('thin', minimumDriftRows - 1))
    expect(driftOf(normals('far', 5_000, 5), thin).band).toBe('too_few_rows')
  })

  test('counts of other bins are refused', () => {
    expect(() => measureDrift(baseline, [1, 2])).toThrow(RangeError)
  })

  test('counts of two months add up', () => {
    const [may, june] = [normals('may', 700), normals('june', 900)]
    const sum = countByBin(baseline.edges, may).map(
      (count, bin) => count + countByBin(baseline.edges, june)[bin]!,
    )
    expect(sum).toEqual(countByBin(baseline.edges, Float32Array.of(...may, ...june)))
  })
})

test('the bands begin at 0.1 and 0.25', () => {
  expect([0.0999, 0.1, 0.2499, 0.25].map((psi) => bandOf(psi, 10_000))).toEqual([
    'stable',
    'moderate',
    'moderate',
    'strong',
  ])
})

test('scores get finer bins where alerts come from', () => {
  const scores = Float32Array.from({ length: 10_000 }, (_, i) => i / 10_000)
  const { edges, counts } = fitDriftBaseline(scores, scoreQuantiles)
  expect(edges.length).toBe(12)
  expect(counts.slice(-4)).toEqual([400, 50, 50, 0])
})
