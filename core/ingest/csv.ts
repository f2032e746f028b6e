import { COMMA, DELETE, NEWLINE, QUOTE, RETURN, SPACE } from './ascii.ts'

/**
 * Reads the rows of a CSV text one by one (RFC 4180: commas, `"` quotes doubled inside, newlines allowed
 * in quotes; LF or CRLF). A quote opens a quoted cell only as the first character of a cell; elsewhere it
 * is text. Rows without any character are skipped.
 */
export interface CsvReader {
  readonly text: string
  /** Where the next row starts. */
  position: number
  /** 1-based line at which the next row starts. */
  line: number
  /** 1-based line at which the row read last started. */
  rowLine: number
  /** True when the row read last ends within quotes: a quote was never closed. */
  isUnclosed: boolean
  /** Position of the first character of the row read last. */
  rowStart: number
  /** True when no cell of the row read last was quoted or padded: its text is its cells and commas. */
  isPlain: boolean
}

/** Starts reading a text whose first character stands on `firstLine` of its file. */
export function createCsvReader(text: string, firstLine = 1): CsvReader {
  return {
    text,
    position: 0,
    line: firstLine,
    rowLine: firstLine,
    isUnclosed: false,
    rowStart: 0,
    isPlain: true,
  }
}

/**
 * Reads the next row into `cells` (unquoted, trimmed) and returns their number; -1 at the end of the text.
 * `cells` is reused: entries beyond the number returned are left over from earlier rows.
 *
 * Hot loop: one charCodeAt per character and one slice per cell, some 1 ns a character. A slice of 13
 * characters or more is a view into the text, so nothing is copied; whoever keeps one keeps the text.
 */
export function readCsvRow(reader: CsvReader, cells: string[]): number {
  const { text } = reader
  const end = text.length
  let position = reader.position
  let line = reader.line
  reader.isUnclosed = false

  // Skip rows without any character.
  for (;;) {
    if (position >= end) {
      reader.position = end
      reader.line = line
      return -1
    }
    const code = text.charCodeAt(position)
    if (code === NEWLINE) position++
    else if (code === RETURN && position + 1 < end && text.charCodeAt(position + 1) === NEWLINE)
      position += 2
    else if (code === RETURN && position + 1 === end) position++
    else break
    line++
  }
  reader.rowLine = line
  reader.rowStart = position
  reader.isPlain = true

  let count = 0
  // The next newline, searched once and not again for every quote: those may fill a whole part.
  let newline = -1
  for (;;) {
    let code = position < end ? text.charCodeAt(position) : NEWLINE
    let cell: string
    if (code === QUOTE) {
      reader.isPlain = false
      let from = position + 1
      let unquoted = ''
      for (;;) {
        const close = text.indexOf('"', from)
        const stop = close < 0 ? end : close
        if (newline < from) newline = findNewline(text, from)
        for (; newline < stop; newline = findNewline(text, newline + 1)) line++
        unquoted = unquoted === '' ? text.slice(from, stop) : unquoted + text.slice(from, stop)
        position = stop + 1
        if (close < 0) {
          reader.isUnclosed = true
          break
        }
        if (position >= end || text.charCodeAt(position) !== QUOTE) break
        unquoted += '"'
        from = position + 1
      }
      const tail = position
      while (position < end) {
        code = text.charCodeAt(position)
        if (code === COMMA || code === NEWLINE) break
        position++
      }
      if (position > tail && tail < end) unquoted += text.slice(tail, position)
      cell = unquoted.trim()
    } else {
      const start = position
      while (position < end) {
        code = text.charCodeAt(position)
        if (code === COMMA || code === NEWLINE) break
        position++
      }
      cell = text.slice(start, position)
      if (position > start) {
        const first = text.charCodeAt(start)
        const last = text.charCodeAt(position - 1)
        if (first <= SPACE || last <= SPACE || first > DELETE || last > DELETE) {
          cell = cell.trim()
          reader.isPlain = false
        }
      }
    }
    cells[count++] = cell
    if (position < end && code === COMMA) {
      position++
      continue
    }
    if (position < end) line++
    reader.position = position + 1
    reader.line = line
    return count
  }
}

function findNewline(text: string, from: number): number {
  const position = text.indexOf('\n', from)
  return position < 0 ? text.length : position
}
