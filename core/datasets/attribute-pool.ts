const ROWS_PER_SLAB = 512

/**
 * Hands out small Float64Arrays as views into larger ones: a typed array of its own for every row costs an
 * allocation outside the heap, and half the time of parsing.
 */
export class AttributePool {
  #width: number
  #slab: Float64Array
  #used = 0

  /** `width` is the number of attributes of one row. */
  constructor(width: number) {
    this.#width = width
    this.#slab = new Float64Array(width * ROWS_PER_SLAB)
  }

  /** A fresh array of `width` zeros. */
  take(): Float64Array {
    const start = this.#used
    const end = start + this.#width
    if (end > this.#slab.length) {
      this.#slab = new Float64Array(this.#width * ROWS_PER_SLAB)
      this.#used = this.#width
      return this.#slab.subarray(0, this.#width)
    }
    this.#used = end
    return this.#slab.subarray(start, end)
  }
}
