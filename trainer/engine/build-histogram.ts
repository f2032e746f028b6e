import { doubles } from '../../core/doubles.ts'

/**
 * Sums of gradient and hessian per feature and bin.
 * Layout: [feature × 512 + bin × 2] is the gradient, the next value the hessian; 256 bins, the last one for NaN.
 * An array of `doubles`: in the hot loop a third faster than a Float64Array, and the same to the last bit.
 */
export type Histogram = number[]

/** Values of one feature in a histogram. */
export const FEATURE_STRIDE = 512

/** An empty histogram. */
export function createHistogram(featureCount: number): Histogram {
  return doubles(featureCount * FEATURE_STRIDE)
}

/**
 * Adds the rows `rows[start…end)` to a histogram over all features. The hot loop of training: two additions
 * per row and feature, about 1.5 ns each, bound by the second-level cache that holds the histogram.
 * `gradients` interleaves gradient and hessian of each row.
 */
export function addRows(
  bins: Uint8Array,
  featureCount: number,
  rows: Uint32Array,
  start: number,
  end: number,
  gradients: Float32Array,
  histogram: Histogram,
): void {
  const width = featureCount * FEATURE_STRIDE
  for (let k = start; k < end; k++) {
    const row = rows[k]!
    const gradient = gradients[2 * row]!
    const hessian = gradients[2 * row + 1]!
    let at = row * featureCount
    for (let base = 0; base < width; base += FEATURE_STRIDE, at++) {
      const slot = base + (bins[at]! << 1)
      histogram[slot]! += gradient
      histogram[slot + 1]! += hessian
    }
  }
}

/** The same for the listed features only; the rest of the histogram is left as it is. */
export function addRowsOfFeatures(
  bins: Uint8Array,
  featureCount: number,
  rows: Uint32Array,
  start: number,
  end: number,
  gradients: Float32Array,
  histogram: Histogram,
  features: Int32Array,
  listed: number,
): void {
  for (let k = start; k < end; k++) {
    const row = rows[k]!
    const gradient = gradients[2 * row]!
    const hessian = gradients[2 * row + 1]!
    const offset = row * featureCount
    for (let i = 0; i < listed; i++) {
      const feature = features[i]!
      const slot = feature * FEATURE_STRIDE + (bins[offset + feature]! << 1)
      histogram[slot]! += gradient
      histogram[slot + 1]! += hessian
    }
  }
}

/** parent − child in place: the sibling's histogram without touching its rows. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= child[i]!
}
