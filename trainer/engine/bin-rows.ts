import { type Bins, MISSING_BIN } from './fit-bins.ts'

/** Rows as bin numbers, row-major: one row of 30 features lies in one cache line. */
export interface BinnedRows {
  rowCount: number
  featureCount: number
  bins: Uint8Array
}

/** Replaces every value by its bin (binary search, about 8 comparisons a value), in memory that threads share. */
export function binRows(features: Float32Array, rowCount: number, bins: Bins): BinnedRows {
  const { featureCount, cuts } = bins
  const binned = new Uint8Array(new SharedArrayBuffer(rowCount * featureCount))
  for (let feature = 0; feature < featureCount; feature++) {
    const edges = cuts[feature]!
    const edgeCount = edges.length
    for (let at = feature; at < binned.length; at += featureCount) {
      const value = features[at]!
      if (Number.isNaN(value)) {
        binned[at] = MISSING_BIN
        continue
      }
      let low = 0
      let high = edgeCount
      while (low < high) {
        const middle = (low + high) >> 1
        if (value <= edges[middle]!) high = middle
        else low = middle + 1
      }
      binned[at] = low
    }
  }
  return { rowCount, featureCount, bins: binned }
}
