import type { Random } from '../../core/random.ts'
import type { BinnedRows } from './bin-rows.ts'

/** A row whose gradient is at least this is contested, and every sample holds it. */
const CERTAIN = 0.05

/**
 * The rows that the next trees are grown on, copied side by side: the megabyte of 32,000 rows of 30 features lies in the
 * second-level cache, which the rows of a whole year do not.
 *
 * Rows that the model still gets wrong, by CERTAIN or more, are always taken. Of the others a share is, and those
 * count for the rest: their weight is divided by the share, so that every sum keeps its expectation
 * (as in G. Ke et al., "LightGBM", NIPS 2017, section 3).
 */
export class RowSample {
  /** The sampled rows' bins. */
  readonly binned: BinnedRows
  readonly labels: Uint8Array
  /** Weights, divided by the share where a row stands for others. */
  readonly weights: Float64Array
  /** Log-odds of the sampled rows. */
  readonly scores: Float64Array
  /** Numbers of the rows that were taken, and of those that were not, in their order. */
  taken: Uint32Array = new Uint32Array(0)
  others: Uint32Array = new Uint32Array(0)
  readonly #all: BinnedRows
  readonly #allLabels: Uint8Array
  readonly #allWeights: Float32Array
  /** Log-odds from which a legitimate row of this weight is contested; a fraud is below the negative. */
  readonly #bounds: Float64Array
  readonly #numbers: Uint32Array

  constructor(all: BinnedRows, labels: Uint8Array, weights: Float32Array) {
    const { rowCount, featureCount } = all
    this.#all = all
    this.#allLabels = labels
    this.#allWeights = weights
    this.#bounds = Float64Array.from(weights, contestedFrom)
    this.#numbers = new Uint32Array(rowCount)
    this.binned = { rowCount, featureCount, bins: new Uint8Array(all.bins.length) }
    this.labels = new Uint8Array(rowCount)
    this.weights = new Float64Array(rowCount)
    this.scores = new Float64Array(rowCount)
  }

  /** Draws a new sample by the log-odds of all rows; a share of 1 takes every row. */
  draw(scores: Float64Array, share: number, random: Random): void {
    const { featureCount, bins } = this.#all
    const to = this.binned
    const bound = share * 2 ** 32
    let taken = 0
    let left = scores.length
    for (let row = 0; row < scores.length; row++) {
      const label = this.#allLabels[row]!
      const isContested = (label === 1 ? -scores[row]! : scores[row]!) >= this.#bounds[row]!
      if (!isContested && share < 1 && random.uint32() >= bound) {
        this.#numbers[--left] = row
        continue
      }
      this.#numbers[taken] = row
      this.labels[taken] = label
      this.weights[taken] =
        isContested || share >= 1 ? this.#allWeights[row]! : this.#allWeights[row]! / share
      this.scores[taken] = scores[row]!
      const from = row * featureCount
      const at = taken * featureCount
      for (let j = 0; j < featureCount; j++) to.bins[at + j] = bins[from + j]!
      taken++
    }
    to.rowCount = taken
    this.taken = this.#numbers.subarray(0, taken)
    this.others = this.#numbers.subarray(taken)
  }

  /** Writes the sampled rows' log-odds back to those of all rows. */
  writeScores(scores: Float64Array): void {
    for (let k = 0; k < this.taken.length; k++) scores[this.taken[k]!] = this.scores[k]!
  }
}

/** The log-odds at which weight × probability reaches CERTAIN. */
function contestedFrom(weight: number): number {
  if (weight <= CERTAIN) return Number.POSITIVE_INFINITY
  const probability = CERTAIN / weight
  return Math.log(probability / (1 - probability))
}
