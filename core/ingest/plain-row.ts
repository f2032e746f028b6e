import { COMMA, DELETE, NEWLINE, QUOTE, SPACE } from './ascii.ts'

/**
 * Reads rows of ASCII bytes that need neither unquoting nor trimming: cells, commas and a newline, as nearly all rows of
 * a table of numbers are. Cell `i` lies from `starts[i]` to before `starts[i + 1] - 1`.
 */
export class PlainRowReader {
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly #cellCount: number

  /** `bytes` are ASCII; every row is to have `cellCount` cells. */
  constructor(bytes: Uint8Array, cellCount: number) {
    this.bytes = bytes
    this.starts = new Int32Array(cellCount + 1)
    this.#cellCount = cellCount
  }

  /**
   * Reads the row that starts at `from` and returns where the next one starts; -1 when `readCsvRow` must look at it: it
   * is blank, quoted, padded, ends in CRLF, has another number of cells, or is the last one without line end.
   *
   * Hot loop: one look at each byte, nothing is made.
   */
  read(from: number): number {
    const { bytes, starts } = this
    const end = bytes.length
    const last = this.#cellCount - 1
    let cell = 0
    let start = from
    starts[0] = from
    for (let position = from; position < end; position++) {
      const code = bytes[position]!
      if (code !== COMMA && code !== NEWLINE) continue
      if (position > start) {
        const first = bytes[start]!
        if (first <= SPACE || first === QUOTE || first === DELETE) return -1
        const ultimate = bytes[position - 1]!
        if (ultimate <= SPACE || ultimate === DELETE) return -1
      } else if (code === NEWLINE && cell === 0) return -1
      start = position + 1
      if (code === NEWLINE) {
        starts[cell + 1] = start
        return cell === last ? start : -1
      }
      if (cell === last) return -1
      starts[++cell] = start
    }
    return -1
  }
}
