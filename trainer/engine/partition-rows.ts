import type { BinnedRows } from './bin-rows.ts'
import type { Split } from './find-split.ts'
import { MISSING_BIN } from './fit-bins.ts'

/** Parts the rows of a node in place, with buffers that are kept between nodes. */
export class RowPartition {
  readonly #scratch: Uint32Array
  readonly #goesLeft = new Uint8Array(256)

  /** For nodes of at most `rowCount` rows. */
  constructor(rowCount: number) {
    // One more than there are rows: the partition writes one place ahead.
    this.#scratch = new Uint32Array(rowCount + 1)
  }

  /**
   * Puts the rows of `rows[start…end)` that go left before those that go right, each in their order; returns where the
   * right ones begin.
   */
  apply(
    { bins, featureCount }: BinnedRows,
    rows: Uint32Array,
    start: number,
    end: number,
    { feature, bin, missingLeft }: Split,
  ): number {
    const scratch = this.#scratch
    const goesLeft = this.#goesLeft.fill(0)
    goesLeft.fill(1, 0, bin + 1)
    goesLeft[MISSING_BIN] = missingLeft ? 1 : 0
    let left = start
    let right = 0
    // Both places are written and one is kept: no branch to mispredict. `left` never overtakes `k`.
    for (let k = start; k < end; k++) {
      const row = rows[k]!
      const isLeft = goesLeft[bins[row * featureCount + feature]!]!
      rows[left] = row
      scratch[right] = row
      left += isLeft
      right += 1 - isLeft
    }
    rows.set(scratch.subarray(0, right), left)
    return left
  }
}
