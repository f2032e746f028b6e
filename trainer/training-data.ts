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
  /** The card of each row, numbered from 0; null where the dataset has no cards. */
  cards: Uint32Array | null
}

/** The first so many rows, without a copy. */
export function firstRows(data: TrainingData, rowCount: number): TrainingData {
  const { featureCount } = data
  return {
    rowCount,
    featureCount,
    features: data.features.subarray(0, rowCount * featureCount),
    labels: data.labels.subarray(0, rowCount),
    amountCents: data.amountCents.subarray(0, rowCount),
    occurredAt: data.occurredAt.subarray(0, rowCount),
    fingerprints: data.fingerprints.subarray(0, rowCount * 4),
    cards: data.cards?.subarray(0, rowCount) ?? null,
  }
}

/** Collects rows of unknown number in arrays that double when they are full. */
export class TrainingDataBuilder {
  readonly data: TrainingData & { cards: Uint32Array }
  /** Numbers of the cards that came. */
  readonly #cards = new Map<number, number>()
  #cardCount = 0
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
      cards: new Uint32Array(this.#capacity),
    }
  }

  /** Makes room for one more row and returns its number. */
  addRow(): number {
    if (this.data.rowCount === this.#capacity) this.#grow()
    return this.data.rowCount++
  }

  /** Notes whose card a row is of, by anything that tells cards apart; null makes it a card of its own. */
  setCard(row: number, key: number | null): void {
    let number = key === null ? undefined : this.#cards.get(key)
    if (number === undefined) {
      number = this.#cardCount++
      if (key !== null) this.#cards.set(key, number)
    }
    this.data.cards[row] = number
  }

  /** The rows so far, without the spare room. */
  finish(): TrainingData {
    const { data } = this
    return firstRows({ ...data, cards: this.#cards.size > 0 ? data.cards : null }, data.rowCount)
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
    data.cards = grow(data.cards, new Uint32Array(this.#capacity))
  }
}
