import { expect, test } from 'vitest'
import { Random } from '../../core/random.ts'
import { binRows } from './bin-rows.ts'
import { addRows, createHistogram, subtractHistogram } from './build-histogram.ts'
import { findSplit } from './find-split.ts'
import { fitBins } from './fit-bins.ts'

const rules = { l2: 1, minChildWeight: 0.5, minGain: 0 }

/** Small data with ties and missing values, and its gradients at a constant prediction. */
function smallData(seed: number, rowCount: number, featureCount: number) {
  const random = new Random(seed)
  const features = Float32Array.from({ length: rowCount * featureCount }, () =>
    random.chance(0.15) ? Number.NaN : Math.round(random.normal() * 4),
  )
  const gradients = Float32Array.from({ length: rowCount * 2 }, (_, i) =>
    i % 2 === 0 ? random.normal() : random.between(0.05, 0.25),
  )
  return { features, gradients }
}

/** Tries every cut of every feature with missing values on either side, straight from the rows. */
function bruteForceGain(
  features: Float32Array,
  gradients: Float32Array,
  rowCount: number,
  featureCount: number,
): number {
  const score = (g: number, h: number) => (g * g) / (h + rules.l2)
  let best = 0
  for (let feature = 0; feature < featureCount; feature++) {
    for (const cut of [...new Set(features), Infinity].filter((value) => !Number.isNaN(value))) {
      for (const missingLeft of [true, false]) {
        const sums = { left: [0, 0], right: [0, 0] }
        for (let row = 0; row < rowCount; row++) {
          const value = features[row * featureCount + feature]!
          const isLeft = Number.isNaN(value) ? missingLeft : value <= cut
          const side = isLeft ? sums.left : sums.right
          side[0]! += gradients[2 * row]!
          side[1]! += gradients[2 * row + 1]!
        }
        const [lg, lh] = sums.left as [number, number]
        const [rg, rh] = sums.right as [number, number]
        if (Math.min(lh, rh) < rules.minChildWeight) continue
        best = Math.max(best, score(lg, lh) + score(rg, rh) - score(lg + rg, lh + rh))
      }
    }
  }
  return best
}

test.each([1, 2, 3, 4, 5])('finds the best of all cuts (data %i)', (seed) => {
  const rowCount = 60
  const { features, gradients } = smallData(seed, rowCount, 3)
  const bins = fitBins(features, rowCount, 3)
  const binned = binRows(features, rowCount, bins)
  const histogram = createHistogram(3)
  const rows = Uint32Array.from({ length: rowCount }, (_, row) => row)
  addRows(binned.bins, 3, rows, 0, rowCount, gradients, histogram)
  let gradient = 0
  let hessian = 0
  for (let row = 0; row < rowCount; row++) {
    gradient += gradients[2 * row]!
    hessian += gradients[2 * row + 1]!
  }
  const split = findSplit(
    histogram,
    gradient,
    hessian,
    bins.cuts.map((cuts) => cuts.length),
    Int32Array.of(0, 1, 2),
    3,
    rules,
  )
  expect(split!.gain).toBeCloseTo(bruteForceGain(features, gradients, rowCount, 3), 5)
})

test('nothing is split that gains nothing', () => {
  const histogram = createHistogram(1)
  histogram.fill(1, 0, 4)
  expect(findSplit(histogram, 2, 2, [1], Int32Array.of(0), 1, { ...rules, l2: 0 })).toBeNull()
})

test('a sibling is its parent minus the other child', () => {
  const { features, gradients } = smallData(9, 40, 3)
  const binned = binRows(features, 40, fitBins(features, 40, 3))
  const rows = Uint32Array.from({ length: 40 }, (_, row) => row)
  const [whole, first, second] = [createHistogram(3), createHistogram(3), createHistogram(3)]
  addRows(binned.bins, 3, rows, 0, 40, gradients, whole)
  addRows(binned.bins, 3, rows, 0, 13, gradients, first)
  addRows(binned.bins, 3, rows, 13, 40, gradients, second)
  subtractHistogram(whole, first)
  for (const [slot, value] of second.entries()) expect(whole[slot]).toBeCloseTo(value, 10)
})
