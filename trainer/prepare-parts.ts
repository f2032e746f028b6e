import type { DatasetProfile } from '../core/datasets/profile.ts'
import { encodeFeatures, loadEncodings } from '../core/scoring/feature-encoding.ts'
import type { FeatureEncoding } from '../core/scoring/model-manifest.ts'
import type { LabelledRows } from './engine/labelled-rows.ts'
import { encodeInOrder, fitEncodings } from './fit-encodings.ts'
import type { SplitPart } from './split-by-time.ts'
import type { TrainingData } from './training-data.ts'

/** A part of the split with what measuring needs. `features` are as stored, not encoded. */
export interface PartRows extends LabelledRows {
  amountCents: Float64Array
}

/** What the families learn from: encoded, in memory that threads share. */
export interface FittingRows {
  train: LabelledRows
  validation: LabelledRows
  encodings: FeatureEncoding[]
}

/** Copies the rows of one or more parts together. */
export function takeParts(data: TrainingData, ...parts: SplitPart[]): PartRows {
  const { featureCount } = data
  const rowCount = parts.reduce((sum, part) => sum + part.rows.length, 0)
  const features = new Float32Array(rowCount * featureCount)
  const labels = new Uint8Array(rowCount)
  const amountCents = new Float64Array(rowCount)
  const cards = data.cards && new Uint32Array(rowCount)
  let i = 0
  for (const part of parts) {
    for (const row of part.rows) {
      const start = row * featureCount
      features.set(data.features.subarray(start, start + featureCount), i * featureCount)
      labels[i] = data.labels[row]!
      amountCents[i] = data.amountCents[row]!
      if (cards) cards[i] = data.cards![row]!
      i++
    }
  }
  return { rowCount, featureCount, features, labels, amountCents, ...(cards ? { cards } : {}) }
}

/** The rows of two parts, one part after the other. */
export function joinParts(first: PartRows, second: PartRows): PartRows {
  const join = <T extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
    a: T,
    b: T,
    all: T,
  ): T => {
    all.set(a)
    all.set(b, a.length)
    return all
  }
  const rowCount = first.rowCount + second.rowCount
  const { featureCount } = first
  return {
    rowCount,
    featureCount,
    features: join(first.features, second.features, new Float32Array(rowCount * featureCount)),
    labels: join(first.labels, second.labels, new Uint8Array(rowCount)),
    amountCents: join(first.amountCents, second.amountCents, new Float64Array(rowCount)),
    ...(first.weights && second.weights
      ? { weights: join(first.weights, second.weights, new Float32Array(rowCount)) }
      : {}),
    ...(first.cards && second.cards
      ? { cards: join(first.cards, second.cards, new Uint32Array(rowCount)) }
      : {}),
  }
}

/**
 * Fits the encodings of categories on the training rows and applies them to the validation rows; the training rows are
 * encoded in their order. Rows are in time order.
 */
export function prepareForFitting(
  profile: Pick<DatasetProfile, 'features'>,
  train: PartRows,
  validation: PartRows,
): FittingRows {
  const encodings = fitEncodings(profile, train)
  const loaded = loadEncodings({
    featureNames: profile.features.map((feature) => feature.name),
    encodings,
  })
  const share = (
    { rowCount, featureCount, labels, weights, cards }: PartRows,
    encoded: Float32Array,
  ): LabelledRows => ({
    rowCount,
    featureCount,
    features: toShared(encoded, Float32Array),
    labels: toShared(labels, Uint8Array),
    ...(weights ? { weights: toShared(weights, Float32Array) } : {}),
    ...(cards ? { cards: toShared(cards, Uint32Array) } : {}),
  })
  return {
    train: share(train, encodeInOrder(profile, train)),
    validation: share(validation, encodeFeatures(loaded, validation.features, validation.rowCount)),
    encodings,
  }
}

function toShared<T extends Float32Array | Uint8Array | Uint32Array>(
  values: T,
  ArrayType: new (buffer: SharedArrayBuffer) => T,
): T {
  const shared = new ArrayType(new SharedArrayBuffer(values.byteLength))
  shared.set(values)
  return shared
}
