import { bucketOf } from '../../core/scoring/bit-slicing-plan.ts'
import { type Bins, MISSING_BIN } from './fit-bins.ts'

/** Rows as bin numbers, row-major: one row of 30 features lies in one cache line. */
export interface BinnedRows {
  rowCount: number
  featureCount: number
  bins: Uint8Array
}

/** Buckets of a float's first twelve bits. */
const BUCKETS = 4096

/**
 * Replaces every value by its bin, in memory that threads share; NaN takes the missing bin. The first bits of a value
 * give the lowest bin that it can have, two or three comparisons the rest.
 */
export function binRows(features: Float32Array, rowCount: number, bins: Bins): BinnedRows {
  const { featureCount, cuts } = bins
  const binned = new Uint8Array(new SharedArrayBuffer(rowCount * featureCount))
  const patterns = new Int32Array(features.buffer, features.byteOffset, features.length)
  const firstBin = new Uint8Array(BUCKETS)
  for (let feature = 0; feature < featureCount; feature++) {
    const edges = new Float32Array(cuts[feature]!.length + 1).fill(Number.POSITIVE_INFINITY)
    edges.set(cuts[feature]!)
    writeFirstBins(edges, firstBin)
    for (let at = feature; at < binned.length; at += featureCount) {
      const value = features[at]!
      if (Number.isNaN(value)) {
        binned[at] = MISSING_BIN
        continue
      }
      let bin = firstBin[bucketOf(patterns[at]!)]!
      while (edges[bin]! < value) bin++
      binned[at] = bin
    }
  }
  return { rowCount, featureCount, bins: binned }
}

/** Per bucket, how many cuts lie in lower ones. `edges` ascend and end with Infinity. */
function writeFirstBins(edges: Float32Array, firstBin: Uint8Array): void {
  const patterns = new Int32Array(edges.buffer)
  let bin = 0
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    while (bin < edges.length - 1 && bucketOf(patterns[bin]!) < bucket) bin++
    firstBin[bucket] = bin
  }
}
