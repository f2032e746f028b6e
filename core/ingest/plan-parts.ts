import { FileFaultError } from './file-fault.ts'
import { isBlank, MAX_ROW_BYTES, RowScanner } from './row-scanner.ts'

/** A run of whole rows of a file, without the header; `cutParts` cuts it out. */
export interface PlannedPart {
  /** From 0 on. */
  number: number
  /** 1-based line of the part's first byte in the file. */
  firstLine: number
  byteCount: number
}

/** Size up to which rows are gathered into one part. */
export const DEFAULT_PART_BYTES = 3_500_000
/** Rows that one part holds at most, however short: what the service keeps of a row costs more than its bytes. */
export const MAX_PART_ROWS = 16_000
/** The same where rows belong to cards, whose histories are kept beside them. */
export const MAX_CARD_PART_ROWS = 6_000

/** Rows that a part of a format holds at most. */
export function maxPartRows({ hasCards }: { hasCards: boolean }): number {
  return hasCards ? MAX_CARD_PART_ROWS : MAX_PART_ROWS
}

/**
 * Plans the parts of a file (unpacked): at most `partBytes` and `maxRows` each, cut at row ends only; a longer row makes
 * a part of its own. The first row with any character is the header and, with all before it, in no part; the parts
 * hold every other byte. The cuts depend on the bytes alone, not on how they arrive, so an interrupted
 * upload can be planned again and resumed.
 *
 * Holds nothing of the file. Throws FileFaultError `line_too_long`.
 */
export async function* planParts(
  source: AsyncIterable<Uint8Array>,
  {
    partBytes = DEFAULT_PART_BYTES,
    maxRows = MAX_PART_ROWS,
  }: { partBytes?: number; maxRows?: number } = {},
): AsyncGenerator<PlannedPart> {
  const scanner = new RowScanner()
  let read = 0
  let rowStart = 0
  let rowLine = 1
  let partStart = 0
  let partLine = 1
  let rowCount = 0
  let number = 0
  let isHeaderSeen = false
  let isBlankSoFar = true

  const takePart = (end: number, nextLine: number): PlannedPart => {
    const part = { number: number++, firstLine: partLine, byteCount: end - partStart }
    partStart = end
    partLine = nextLine
    return part
  }

  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      const rowEnd = scanner.findRowEnd(chunk, at)
      const stop = rowEnd < 0 ? chunk.length : rowEnd
      if (isBlankSoFar) isBlankSoFar = isBlank(chunk, at, stop)
      at = stop
      const end = read + stop
      if (end - rowStart > MAX_ROW_BYTES || (rowEnd < 0 && end - rowStart === MAX_ROW_BYTES)) {
        throw new FileFaultError('line_too_long', describeLongRow(rowLine))
      }
      if (rowEnd < 0) break
      const nextLine = 1 + scanner.lineCount
      if (!isHeaderSeen) {
        isHeaderSeen = !isBlankSoFar
        isBlankSoFar = true
        partStart = end
        partLine = nextLine
      } else {
        rowCount++
        if (end - partStart > partBytes && rowStart > partStart) {
          yield takePart(rowStart, rowLine)
          rowCount = 1
        }
        if (end - partStart > partBytes || rowCount === maxRows) {
          yield takePart(end, nextLine)
          rowCount = 0
        }
      }
      rowStart = end
      rowLine = nextLine
    }
    read += chunk.length
  }
  if (!isHeaderSeen) return
  if (read - partStart > partBytes && rowStart > partStart && rowStart < read) {
    yield takePart(rowStart, rowLine)
  }
  // Blank lines after the last row are part of the file, but not a file of their own.
  if (read > partStart && (number > 0 || !isBlankSoFar)) yield takePart(read, rowLine)
}

/** The sentence for a row that is longer than MAX_ROW_BYTES. */
export function describeLongRow(line: number): string {
  return (
    `The row that starts on line ${line} is longer than 1 MB. ` +
    'Look for a quote that is never closed, or for line ends that were lost, and correct the file.'
  )
}
