import type { LabelledRows } from '../engine/labelled-rows.ts'

/** Mean and scale of every feature over training rows, as float32: exactly what the artifact stores. */
export interface Standardiser {
  mean: Float32Array
  scale: Float32Array
  /** Standardised values are bounded to ± this. */
  limit: number
}

/** Fits mean and standard deviation per feature, skipping missing values; a constant feature gets the scale 1. */
export function fitStandardiser(
  { features, rowCount, featureCount }: LabelledRows,
  limit: number,
): Standardiser {
  const mean = new Float32Array(featureCount)
  const scale = new Float32Array(featureCount).fill(1)
  for (let feature = 0; feature < featureCount; feature++) {
    // Welford's update (Technometrics 4, 1962): large values of little spread lose no digits.
    let count = 0
    let average = 0
    let squares = 0
    for (let row = 0; row < rowCount; row++) {
      const value = features[row * featureCount + feature]!
      if (!Number.isFinite(value)) continue
      count++
      const distance = value - average
      average += distance / count
      squares += distance * (value - average)
    }
    mean[feature] = average
    const deviation = Math.sqrt(squares / Math.max(count, 1))
    if (deviation > 1e-6) scale[feature] = deviation
  }
  return { mean, scale, limit }
}

/** Standardised values of the listed rows, in that order; a missing value becomes 0, the mean. */
export function standardiseRows(
  { features, featureCount }: LabelledRows,
  { mean, scale, limit }: Standardiser,
  rows: Uint32Array,
): Float32Array {
  const standardised = new Float32Array(rows.length * featureCount)
  let out = 0
  for (let k = 0; k < rows.length; k++) {
    const offset = rows[k]! * featureCount
    for (let feature = 0; feature < featureCount; feature++, out++) {
      const value = features[offset + feature]!
      const z = Number.isFinite(value) ? (value - mean[feature]!) / scale[feature]! : 0
      standardised[out] = Math.max(-limit, Math.min(limit, z))
    }
  }
  return standardised
}
