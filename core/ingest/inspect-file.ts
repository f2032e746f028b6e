import { detectProfile } from '../datasets/detect.ts'
import type { DatasetProfile, DetectedFormat, FileFaultCode } from '../datasets/profile.ts'
import { fail, ok, type Result } from '../result.ts'
import { createCsvReader, readCsvRow } from './csv.ts'
import { findForeignFormat } from './foreign-format.ts'
import { describeLongRow } from './plan-parts.ts'
import { countLines, isBlank, MAX_ROW_BYTES, RowScanner } from './row-scanner.ts'

/** Bytes of a file that `inspectFileHead` wants to see; a shorter file is passed whole. */
export const HEAD_BYTES = MAX_ROW_BYTES + 100_000

/** Largest file that is accepted, unpacked. */
export const MAX_FILE_BYTES = 2_000_000_000

/** What the head of a file tells. */
export interface FileHead {
  /** The header's cells, unquoted and trimmed. */
  columns: string[]
  profile: DatasetProfile
  hasLabels: boolean
  format: DetectedFormat
  /** Everything before the first row as it stands: byte-order mark, blank lines, and the header row. */
  headerBytes: Uint8Array
  /** Offset of the first byte after the header row. */
  dataOffset: number
  /** 1-based line of that byte. */
  firstDataLine: number
}

/** True for bytes that gzip made: unpack them before anything else. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Refuses a file above the size limit; `byteCount` is the size unpacked. */
export function checkFileSize(byteCount: number): Result<number, FileFaultCode> {
  if (byteCount <= MAX_FILE_BYTES) return ok(byteCount)
  return fail(
    'too_large',
    `The file has ${(byteCount / 1e9).toFixed(1)} GB unpacked; the limit is ${MAX_FILE_BYTES / 1e9} GB. Cut it into several files, each with the header row.`,
  )
}

/**
 * Recognises a file by its first HEAD_BYTES (the whole file when it is shorter), unpacked. A byte-order
 * mark, CRLF and blank lines before the header are accepted. Every fault names its cure.
 */
export function inspectFileHead(bytes: Uint8Array): Result<FileHead, FileFaultCode> {
  const foreign = findForeignFormat(bytes)
  if (foreign !== null) return { data: null, error: foreign }

  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const scanner = new RowScanner()
  let headerStart = start
  let headerEnd = scanner.findRowEnd(bytes, start)
  while (headerEnd >= 0 && isBlank(bytes, headerStart, headerEnd)) {
    headerStart = headerEnd
    headerEnd = scanner.findRowEnd(bytes, headerStart)
  }
  if (headerEnd < 0) headerEnd = bytes.length
  const headerLine = 1 + countLines(bytes, 0, headerStart)
  if (headerEnd - headerStart >= MAX_ROW_BYTES) {
    return fail('line_too_long', describeLongRow(headerLine))
  }

  const header = decodeHeader(bytes.subarray(headerStart, headerEnd))
  if (header === null) {
    return fail('wrong_encoding', 'The header is not UTF-8 text. Save the file as UTF-8.')
  }
  const reader = createCsvReader(header)
  const cells: string[] = []
  const columnCount = Math.max(readCsvRow(reader, cells), 0)
  const columns = cells.slice(0, columnCount)
  if (reader.isUnclosed) {
    return fail('unknown_header', 'A quote in the header is never closed. Close or remove it.')
  }
  const layout = findLayoutFault(header, columns)
  if (layout !== null) return layout

  const detected = detectProfile(columns)
  if (detected.error !== null) return detected

  if (isBlank(bytes, headerEnd, bytes.length) && bytes.length < HEAD_BYTES) {
    return fail('header_only', 'The file has a header and no rows. Export it again with its rows.')
  }
  const firstDataLine = headerLine + countLines(bytes, headerStart, headerEnd)
  const firstRowEnd = scanner.findRowEnd(bytes, headerEnd)
  if (firstRowEnd < 0 && bytes.length - headerEnd >= MAX_ROW_BYTES) {
    return fail('line_too_long', describeLongRow(firstDataLine))
  }
  return ok({
    columns,
    profile: detected.data.profile,
    hasLabels: detected.data.labelPosition !== null,
    format: detected.data,
    headerBytes: bytes.slice(0, headerEnd),
    dataOffset: headerEnd,
    firstDataLine,
  })
}

function decodeHeader(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const DELIMITERS = [
  { sign: ';', name: 'semicolons' },
  { sign: '\t', name: 'tabs' },
  { sign: '|', name: 'vertical bars' },
]

/** Other separators than commas, and line ends that are not newlines. */
function findLayoutFault(header: string, columns: readonly string[]) {
  const text = header.trim()
  if (text.includes('\r')) {
    return fail<FileFaultCode>(
      'wrong_delimiter',
      'The lines end in a bare carriage return, as on old Macs. Save the file with LF or CRLF line ends.',
    )
  }
  for (const { sign, name } of DELIMITERS) {
    if (text.split(sign).length > Math.max(2, columns.length)) {
      return fail<FileFaultCode>(
        'wrong_delimiter',
        `The columns are separated by ${name}. Export the file again with commas (and points in numbers).`,
      )
    }
  }
  return null
}
