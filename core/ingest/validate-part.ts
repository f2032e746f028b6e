import { matchColumns } from '../datasets/detect.ts'
import type { DatasetProfile, DetectedFormat, ParsedTransaction } from '../datasets/profile.ts'
import { COMMA } from './ascii.ts'
import { type CsvReader, createCsvReader, readCsvRow } from './csv.ts'
import { fingerprintBytes, fingerprintRow } from './fingerprint.ts'
import { PlainRowReader } from './plain-row.ts'
import {
  isReadable,
  type RejectedRow,
  rejectCellCount,
  rejectFaults,
  rejectUnclosed,
  rejectUnreadable,
} from './rejected-row.ts'

/** One part of a file, to be validated. */
export interface PartToValidate {
  profile: DatasetProfile
  /** The file's header. */
  columns: readonly string[]
  /** 1-based line of the part's first byte in the file. */
  firstLine: number
  bytes: Uint8Array
  /** The present, in milliseconds since the epoch. */
  now: number
}

/** The rows of one part of a file. `rowCount` = accepted + rejected. */
export interface ValidatedPart {
  transactions: ParsedTransaction[]
  rejected: RejectedRow[]
  rowCount: number
}

/**
 * Parses and validates every row of one part of a file; the result depends on nothing but `part`. Throws when the
 * header is not the profile's: check it first with `inspectFileHead` or `matchColumns`.
 */
export function validatePart(part: PartToValidate): ValidatedPart {
  const { profile, columns, bytes, now } = part
  const format = matchColumns(profile, columns)
  if (format.error !== null) throw new Error(`Cannot validate rows. ${format.error.message}`)
  const { columnPositions, labelPosition, cellCount } = format.data

  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const isAllReadable = isReadable(text)
  // Of ASCII alone a character's position is its byte's, and a plain row's fingerprint can be had without its cells.
  const isAscii = isAllReadable && text.length === bytes.length
  const run = isAscii ? findRun(format.data) : null
  const readPlainRow = run && plainRowsOf(part, format.data, run)

  const transactions: ParsedTransaction[] = []
  const rejected: RejectedRow[] = []
  const reader = createCsvReader(text, part.firstLine)
  const cells: string[] = []
  const ordered: string[] = new Array(profile.columns.length).fill('')
  for (;;) {
    const plain = readPlainRow?.(reader) ?? null
    if (plain !== null) {
      transactions.push(plain)
      continue
    }
    const start = reader.position
    const count = readCsvRow(reader, cells)
    if (count < 0) break
    const line = reader.rowLine
    if (reader.isUnclosed) {
      rejected.push(rejectUnclosed(line))
      continue
    }
    if (count !== cellCount) {
      rejected.push(rejectCellCount(line, count, cellCount))
      continue
    }
    if (!isAllReadable && !isReadable(text.slice(start, reader.position))) {
      rejected.push(rejectUnreadable(line, profile, columns, cells))
      continue
    }
    for (let index = 0; index < columnPositions.length; index++) {
      ordered[index] = cells[columnPositions[index]!]!
    }
    const label = labelPosition === null ? null : cells[labelPosition]!
    const parsed = profile.parseRow(ordered, label, now)
    if ('faults' in parsed) {
      rejected.push(rejectFaults(line, parsed.faults))
      continue
    }
    const fingerprint =
      run !== null && reader.isPlain ? fingerprintRun(bytes, reader, run) : fingerprintRow(ordered)
    transactions.push(identify(parsed.transaction, line, fingerprint))
  }
  return { transactions, rejected, rowCount: transactions.length + rejected.length }
}

/** Written out and not spread: all transactions have one shape, whatever made them. */
function identify(
  transaction: Omit<ParsedTransaction, 'fingerprint' | 'line'>,
  line: number,
  fingerprint: string,
): ParsedTransaction {
  return {
    occurredAt: transaction.occurredAt,
    amountCents: transaction.amountCents,
    cardId: transaction.cardId,
    cardLast4: transaction.cardLast4,
    merchant: transaction.merchant,
    category: transaction.category,
    place: transaction.place,
    isFraud: transaction.isFraud,
    fingerprint,
    line,
    attributes: transaction.attributes,
  }
}

/** Cells before and after the profile's columns, where these stand side by side in the profile's order. */
interface ColumnRun {
  before: number
  after: number
}

function findRun({ columnPositions, cellCount }: DetectedFormat): ColumnRun | null {
  const before = columnPositions[0] ?? 0
  const isRun = columnPositions.every((position, index) => position === before + index)
  return isRun ? { before, after: cellCount - before - columnPositions.length } : null
}

function fingerprintRun(
  bytes: Uint8Array,
  reader: CsvReader,
  { before, after }: ColumnRun,
): string {
  let from = reader.rowStart
  for (let cell = 0; cell < before; cell++) from = bytes.indexOf(COMMA, from) + 1
  let to = reader.position - 1
  for (let cell = 0; cell < after; cell++) to = bytes.lastIndexOf(COMMA, to - 1)
  return fingerprintBytes(bytes, from, to)
}

/**
 * The short cut through an ASCII part of a format of numbers: reads the next row from the bytes and moves the reader
 * past it, or answers null and leaves both the reader and the row to the long way. Null where the format has none.
 */
function plainRowsOf(
  { profile, bytes, now }: PartToValidate,
  { labelPosition, cellCount }: DetectedFormat,
  run: ColumnRun,
): ((reader: CsvReader) => ParsedTransaction | null) | null {
  const { parsePlainRow } = profile
  if (parsePlainRow === undefined) return null
  const plain = new PlainRowReader(bytes, cellCount)
  const { starts } = plain
  return (reader) => {
    const next = plain.read(reader.position)
    if (next < 0) return null
    const label =
      labelPosition === null
        ? null
        : reader.text.slice(starts[labelPosition], starts[labelPosition + 1]! - 1)
    const transaction = parsePlainRow(plain, run.before, label, now)
    if (transaction === null) return null
    const end = starts[cellCount - run.after]! - 1
    const fingerprint = fingerprintBytes(bytes, starts[run.before]!, end)
    reader.position = next
    return identify(transaction, reader.line++, fingerprint)
  }
}
