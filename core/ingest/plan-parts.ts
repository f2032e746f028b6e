import { FileFaultError } from './file-fault.ts'
import { countLines, isBlank, MAX_ROW_BYTES, RowScanner } from './row-scanner.ts'

/** A run of whole rows of a file, without the header. */
export interface FilePart {
  /** From 0 on. */
  number: number
  /** 1-based line of the part's first byte in the file. */
  firstLine: number
  rowBytes: Uint8Array
}

/** Size up to which rows are gathered into one part. */
export const DEFAULT_PART_BYTES = 4_000_000
/** Rows that one part holds at most, however short: what the service keeps of a row costs more than its bytes. */
export const MAX_PART_ROWS = 16_000
/** The same where rows belong to cards, whose histories are kept beside them. */
export const MAX_CARD_PART_ROWS = 8_000

/** Rows that a part of a format holds at most. */
export function maxPartRows({ hasCards }: { hasCards: boolean }): number {
  return hasCards ? MAX_CARD_PART_ROWS : MAX_PART_ROWS
}

/**
 * Cuts a file (unpacked) into parts of at most `partBytes` and `maxRows`, at row ends only; a longer row makes a
 * part of its own. The first row with any character is the header and, with all before it, in no part; the parts
 * hold every other byte. The cuts depend on the bytes alone, not on how they arrive, so an interrupted
 * upload can be planned again and resumed.
 *
 * Holds `partBytes` + 1 MB, whatever the size of the file. Throws FileFaultError `line_too_long`.
 */
export async function* planParts(
  source: AsyncIterable<Uint8Array>,
  {
    partBytes = DEFAULT_PART_BYTES,
    maxRows = MAX_PART_ROWS,
  }: { partBytes?: number; maxRows?: number } = {},
): AsyncGenerator<FilePart> {
  const buffer = new Uint8Array(partBytes + MAX_ROW_BYTES)
  const scanner = new RowScanner()
  let filled = 0
  let scanned = 0
  let rowStart = 0
  let firstLine = 1
  let number = 0
  let rowCount = 0
  let isHeaderSeen = false
  let content = buffer.subarray(0, 0)

  const drop = (end: number) => {
    firstLine += countLines(buffer, 0, end)
    buffer.copyWithin(0, end, filled)
    filled -= end
    content = buffer.subarray(0, filled)
    scanned -= end
    rowStart = Math.max(0, rowStart - end)
  }
  const takePart = (end: number): FilePart => {
    const part = { number: number++, firstLine, rowBytes: buffer.slice(0, end) }
    drop(end)
    rowCount = scanned > 0 ? 1 : 0
    return part
  }

  for await (const chunk of source) {
    for (let read = 0; read < chunk.length; ) {
      const piece = chunk.subarray(read, read + buffer.length - filled)
      buffer.set(piece, filled)
      filled += piece.length
      content = buffer.subarray(0, filled)
      read += piece.length

      while (scanned < filled) {
        const rowEnd = scanner.findRowEnd(content, scanned)
        if (rowEnd < 0) {
          scanned = filled
          break
        }
        scanned = rowEnd
        if (!isHeaderSeen) {
          isHeaderSeen = !isBlank(buffer, rowStart, rowEnd)
          if (isHeaderSeen) drop(rowEnd)
        } else {
          rowCount++
          if (rowEnd > partBytes && rowStart > 0) yield takePart(rowStart)
          if (scanned > partBytes || rowCount === maxRows) yield takePart(scanned)
        }
        rowStart = scanned
      }
      // Blank rows before the header would fill the buffer; all but a row in progress may go.
      if (!isHeaderSeen && rowStart > 0) drop(rowStart)
      if (filled - rowStart >= MAX_ROW_BYTES) {
        const line = firstLine + countLines(buffer, 0, rowStart)
        throw new FileFaultError('line_too_long', describeLongRow(line))
      }
    }
  }
  if (isHeaderSeen && filled > partBytes && rowStart > 0 && rowStart < filled) {
    yield takePart(rowStart)
  }
  // Blank lines after the last row are part of the file, but not a file of their own.
  if (isHeaderSeen && filled > 0 && (number > 0 || !isBlank(buffer, 0, filled))) {
    yield takePart(filled)
  }
}

/** The sentence for a row that is longer than MAX_ROW_BYTES. */
export function describeLongRow(line: number): string {
  return (
    `The row that starts on line ${line} is longer than 1 MB. ` +
    'Look for a quote that is never closed, or for line ends that were lost, and correct the file.'
  )
}
