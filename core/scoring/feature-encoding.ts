import type { FeatureEncoding } from './model-manifest.ts'

/** The encodings of a model, by position in the feature vector. */
export interface LoadedEncodings {
  featureCount: number
  columns: { index: number; values: Map<number, number>; fallback: number }[]
}

/** Makes fitted encodings ready to apply. Codes are compared as float32, as features are stored. */
export function loadEncodings(manifest: {
  featureNames: readonly string[]
  encodings: readonly FeatureEncoding[]
}): LoadedEncodings {
  return {
    featureCount: manifest.featureNames.length,
    columns: manifest.encodings.map((encoding) => ({
      index: manifest.featureNames.indexOf(encoding.feature),
      values: new Map(
        encoding.codes.map((code, i) => [Math.fround(code), encoding.values[i]!] as const),
      ),
      fallback: encoding.fallback,
    })),
  }
}

/**
 * Replaces the codes of categorical features by their fitted values, in a copy; rows without
 * encodings are returned as they are. The trainer calls the same function before it fits.
 */
export function encodeFeatures(
  { columns, featureCount }: LoadedEncodings,
  features: Float32Array,
  rowCount: number,
): Float32Array {
  if (columns.length === 0) return features
  const encoded = features.slice(0, rowCount * featureCount)
  for (const { index, values, fallback } of columns) {
    for (let row = 0, at = index; row < rowCount; row++, at += featureCount) {
      encoded[at] = values.get(encoded[at]!) ?? fallback
    }
  }
  return encoded
}
