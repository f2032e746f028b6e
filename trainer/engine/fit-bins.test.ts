import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binRows } from './bin-rows.ts'
import { fitBins, MISSING_BIN } from './fit-bins.ts'

const float = fc.float({ noNaN: true, min: Math.fround(-1e6), max: Math.fround(1e6) })

test('a value is in bin b exactly when the cuts b - 1 and b enclose it', () => {
  fc.assert(
    fc.property(fc.array(float, { minLength: 1, maxLength: 600 }), (values) => {
      const features = Float32Array.from(values)
      const bins = fitBins(features, features.length, 1)
      const cuts = bins.cuts[0]!
      const binned = binRows(features, features.length, bins).bins
      for (const [row, bin] of binned.entries()) {
        expect(bin).toBeLessThan(MISSING_BIN)
        expect(features[row]!).toBeGreaterThan(bin > 0 ? cuts[bin - 1]! : -Infinity)
        expect(features[row]!).toBeLessThanOrEqual(cuts[bin] ?? Infinity)
      }
    }),
  )
})

test('few distinct values get a bin each', () => {
  const features = Float32Array.from([3, 1, 2, 3, 1, 2, 2])
  const bins = fitBins(features, 7, 1)
  expect([...bins.cuts[0]!]).toEqual([1.5, 2.5])
  expect([...binRows(features, 7, bins).bins]).toEqual([2, 0, 1, 2, 0, 1, 1])
})

test('many distinct values fall into bins of about the same size', () => {
  const features = Float32Array.from({ length: 25_500 }, (_, i) => Math.exp(i / 1000))
  const bins = fitBins(features, features.length, 1)
  const sizes = new Uint32Array(256)
  for (const bin of binRows(features, features.length, bins).bins) sizes[bin]!++
  expect(bins.cuts[0]!.length).toBe(254)
  expect(Math.min(...sizes.subarray(0, 255))).toBeGreaterThan(95)
  expect(Math.max(...sizes)).toBeLessThan(105)
})

test('neighbouring floats are still parted', () => {
  const low = Math.fround(0.1)
  const high = new Float32Array(
    new Uint32Array([new Uint32Array(Float32Array.of(low).buffer)[0]! + 1]).buffer,
  )[0]!
  const features = Float32Array.of(low, high)
  const bins = fitBins(features, 2, 1)
  expect([...binRows(features, 2, bins).bins]).toEqual([0, 1])
})

test('missing values have a bin of their own and move no cut', () => {
  const known = Float32Array.from([1, 2, 3, 4])
  const gaps = Float32Array.from([1, Number.NaN, 2, 3, Number.NaN, 4])
  expect(fitBins(gaps, 6, 1).cuts).toEqual(fitBins(known, 4, 1).cuts)
  expect(binRows(gaps, 6, fitBins(gaps, 6, 1)).bins[1]).toBe(MISSING_BIN)
})

test('a feature without values, and one with a single value, get no cut', () => {
  expect(fitBins(new Float32Array(3).fill(Number.NaN), 3, 1).cuts[0]!.length).toBe(0)
  expect(fitBins(new Float32Array(3).fill(7), 3, 1).cuts[0]!.length).toBe(0)
})
