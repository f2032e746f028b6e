/** The bin of missing values (NaN). Values take the bins 0…254. */
export const MISSING_BIN = 255

/** Most cut points of one feature: they part its values into at most 255 bins. */
const MAX_CUTS = 254

/** Rows looked at per feature; more of them move a cut by less than a tenth of a bin. */
const SAMPLE_ROWS = 65_536

/**
 * The bins of every feature, fitted on training rows.
 * Bin b of feature j holds the values v with cuts[j][b - 1] < v <= cuts[j][b]; the last bin has no upper end.
 */
export interface Bins {
  featureCount: number
  cuts: Float32Array[]
}

/**
 * Chooses cut points at quantiles of the training rows, halfway between neighbouring values.
 * `features` is row-major, rowCount × featureCount. A feature of few distinct values gets a cut between any two.
 */
export function fitBins(features: Float32Array, rowCount: number, featureCount: number): Bins {
  const stride = Math.max(1, Math.floor(rowCount / SAMPLE_ROWS))
  const sample = new Float32Array(Math.ceil(rowCount / stride))
  const cuts: Float32Array[] = []
  for (let feature = 0; feature < featureCount; feature++) {
    let size = 0
    for (let row = 0; row < rowCount; row += stride) {
      const value = features[row * featureCount + feature]!
      if (!Number.isNaN(value)) sample[size++] = value
    }
    cuts.push(cutSorted(sample.subarray(0, size).sort()))
  }
  return { featureCount, cuts }
}

function cutSorted(sorted: Float32Array): Float32Array {
  const distinct = countDistinct(sorted)
  const cuts: number[] = []
  const add = (position: number) => {
    const cut = between(sorted[position - 1]!, sorted[position]!)
    if (cuts.length === 0 || cut > cuts[cuts.length - 1]!) cuts.push(cut)
  }
  if (distinct <= MAX_CUTS + 1) {
    for (let i = 1; i < sorted.length; i++) if (sorted[i]! > sorted[i - 1]!) add(i)
  } else {
    for (let k = 1; k <= MAX_CUTS; k++) {
      let position = Math.floor((k * sorted.length) / (MAX_CUTS + 1))
      while (position < sorted.length && sorted[position] === sorted[position - 1]) position++
      if (position > 0 && position < sorted.length) add(position)
    }
  }
  return Float32Array.from(cuts)
}

function countDistinct(sorted: Float32Array): number {
  let count = sorted.length > 0 ? 1 : 0
  for (let i = 1; i < sorted.length; i++) if (sorted[i]! > sorted[i - 1]!) count++
  return count
}

/** A float32 cut with low <= cut < high, so that it parts the two values exactly as the scorer compares them. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2)
  return middle >= low && middle < high ? middle : low
}
