/** Labelled transactions in time order, column by column. */
export interface TrainingData {
  rowCount: number
  featureCount: number
  /** Row-major, rowCount × featureCount; NaN where a value is missing. */
  features: Float32Array
  /** 1 fraud, 0 legitimate. */
  labels: Uint8Array
  amountCents: Float64Array
  /** Milliseconds since the epoch, UTC; ascending. */
  occurredAt: Float64Array
  /** Four words per row: the 128-bit fingerprint. */
  fingerprints: Uint32Array
}

/** Collects rows of unknown number in arrays that double when they are full. */
export class TrainingDataBuilder {
  readonly data: TrainingData
  #capacity: number

  constructor(featureCount: number, expectedRows: number) {
    this.#capacity = Math.max(expectedRows, 1024)
    this.data = {
      rowCount: 0,
      featureCount,
      features: new Float32Array(this.#capacity * featureCount),
      labels: new Uint8Array(this.#capacity),
      amountCents: new Float64Array(this.#capacity),
      occurredAt: new Float64Array(this.#capacity),
      fingerprints: new Uint32Array(this.#capacity * 4),
    }
  }

  /** Makes room for one more row and returns its number. */
  addRow(): number {
    if (this.data.rowCount === this.#capacity) this.#grow()
    return this.data.rowCount++
  }

  /** The rows so far, without the spare room. */
  finish(): TrainingData {
    const { data } = this
    const { rowCount, featureCount } = data
    return {
      rowCount,
      featureCount,
      features: data.features.subarray(0, rowCount * featureCount),
      labels: data.labels.subarray(0, rowCount),
      amountCents: data.amountCents.subarray(0, rowCount),
      occurredAt: data.occurredAt.subarray(0, rowCount),
      fingerprints: data.fingerprints.subarray(0, rowCount * 4),
    }
  }

  #grow(): void {
    this.#capacity *= 2
    const { data } = this
    const grow = <T extends Float32Array | Uint8Array | Float64Array | Uint32Array>(
      array: T,
      larger: T,
    ): T => {
      larger.set(array)
      return larger
    }
    data.features = grow(data.features, new Float32Array(this.#capacity * data.featureCount))
    data.labels = grow(data.labels, new Uint8Array(this.#capacity))
    data.amountCents = grow(data.amountCents, new Float64Array(this.#capacity))
    data.occurredAt = grow(data.occurredAt, new Float64Array(this.#capacity))
    data.fingerprints = grow(data.fingerprints, new Uint32Array(this.#capacity * 4))
  }
}
