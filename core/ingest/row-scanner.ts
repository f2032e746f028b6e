import { COMMA, NEWLINE, QUOTE, RETURN } from './ascii.ts'

/** LF, CR and the three bytes of a byte-order mark. */
const BLANK_BYTES = [NEWLINE, RETURN, 0xef, 0xbb, 0xbf]

const CELL_START = 0
const UNQUOTED = 1
const QUOTED = 2
const QUOTE_IN_QUOTED = 3

/** Longest row that is accepted, in bytes. Real rows have some hundred. */
export const MAX_ROW_BYTES = 1_000_000

/**
 * Finds the ends of CSV rows in bytes that arrive piece by piece, by the same rules as `readCsvRow`: a
 * newline within quotes ends no row, and a quote opens a quoted cell only as its first character. UTF-8
 * never uses the bytes of comma, quote and newline for anything else, so nothing is decoded.
 */
export class RowScanner {
  /** Newlines passed so far, those within quotes included. */
  lineCount = 0
  #state = CELL_START
  #isRowStart = true
  #bytes: Uint8Array | null = null
  #from = 0
  /** The next quote in `#bytes` at or after `#from`. */
  #quote = -1

  /**
   * The position after the newline that ends the current row, looking at `bytes` from `from` on; -1 when
   * the row goes on beyond them. Call it again with the position returned, or, after -1, with the bytes
   * that follow. The same array must hold the same bytes.
   *
   * Hot loop: a row without quotes costs one native search, any other one step a byte.
   */
  findRowEnd(bytes: Uint8Array, from: number): number {
    const to = bytes.length
    let position = from
    if (this.#isRowStart) {
      const newline = bytes.indexOf(NEWLINE, position)
      if (newline >= 0 && newline < this.#nextQuote(bytes, position)) {
        this.lineCount++
        return newline + 1
      }
    }
    let state = this.#state
    for (; position < to; position++) {
      const byte = bytes[position]!
      if (byte === NEWLINE) this.lineCount++
      if (state === QUOTED) {
        if (byte === QUOTE) state = QUOTE_IN_QUOTED
      } else if (byte === NEWLINE) {
        this.#state = CELL_START
        this.#isRowStart = true
        return position + 1
      } else if (byte === COMMA) {
        state = CELL_START
      } else if (byte === QUOTE && state !== UNQUOTED) {
        state = QUOTED
      } else {
        state = UNQUOTED
      }
    }
    if (to > from) this.#isRowStart = false
    this.#state = state
    return -1
  }

  #nextQuote(bytes: Uint8Array, from: number): number {
    if (bytes !== this.#bytes || from < this.#from || from > this.#quote) {
      const quote = bytes.indexOf(QUOTE, from)
      this.#bytes = bytes
      this.#quote = quote < 0 ? bytes.length : quote
    }
    this.#from = from
    return this.#quote
  }
}

/** The number of newlines in `bytes` from `from` to before `to`. */
export function countLines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (
    let at = bytes.indexOf(NEWLINE, from);
    at >= 0 && at < to;
    at = bytes.indexOf(NEWLINE, at + 1)
  ) {
    count++
  }
  return count
}

/** True when the bytes from `from` to before `to` are line ends and byte-order marks only. */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let position = from; position < to; position++) {
    if (!BLANK_BYTES.includes(bytes[position]!)) return false
  }
  return true
}
