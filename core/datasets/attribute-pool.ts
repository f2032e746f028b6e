/**
 * Makes the arrays that hold the attributes of rows. Plain arrays of doubles: a typed array of its own for every row, or
 * a view into a larger one, costs more than parsing the numbers.
 */
export class AttributePool {
  readonly #blank: number[]

  /** `width` is the number of attributes of one row. */
  constructor(width: number) {
    // Not integers, so that the engine lays the copies out as doubles from the start.
    this.#blank = Array.from({ length: width }, () => 0.5)
  }

  /** A fresh array of `width` numbers, all of which are to be written. */
  take(): number[] {
    return this.#blank.slice()
  }
}
