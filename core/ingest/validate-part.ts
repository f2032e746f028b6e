import { matchColumns } from '../datasets/detect.ts'
import type {
  DatasetProfile,
  ParsedTransaction,
  RowFault,
  RowFaultCode,
} from '../datasets/profile.ts'
import { PERSONAL_VALUE } from '../datasets/row-reader.ts'
import { type CsvReader, createCsvReader, readCsvRow } from './csv.ts'
import { fingerprintBytes, fingerprintRow } from './fingerprint.ts'
import { PlainRowReader } from './plain-row.ts'

/** A row that was not accepted: its first fault, and in the message how many more there are. */
export interface RejectedRow {
  /** 1-based line of the row's first character in the file. */
  line: number
  /** The column of the fault; blank when the row as a whole is at fault. */
  column: string
  /** The value found, at most 100 characters; `[personal]` in a personal column. */
  value: string
  code: RowFaultCode
  /** What is wrong and how to mend it. */
  message: string
}

/** The rows of one part of a file. `rowCount` = accepted + rejected. */
export interface ValidatedPart {
  transactions: ParsedTransaction[]
  rejected: RejectedRow[]
  rowCount: number
}

type ParsedRow = Omit<ParsedTransaction, 'fingerprint' | 'line'>

const MAX_SHOWN_VALUE = 100
const COMMA = 44
const NUL = '\u0000'
/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd'

/**
 * Parses and validates every row of one part of a file. `columns` is the file's header, `firstLine` the
 * line of the part's first byte in the file, `now` the present in milliseconds since the epoch.
 * The result depends on nothing else. Throws when the header is not the profile's: check it first with
 * `inspectFileHead` or `matchColumns`.
 */
export function validatePart(part: {
  profile: DatasetProfile
  columns: readonly string[]
  firstLine: number
  bytes: Uint8Array
  now: number
}): ValidatedPart {
  const { profile, now } = part
  const format = matchColumns(profile, part.columns)
  if (format.error !== null) throw new Error(`Cannot validate rows. ${format.error.message}`)
  const { columnPositions, labelPosition, cellCount } = format.data

  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(part.bytes)
  const mayBeUnreadable = text.includes(NUL) || text.includes(REPLACEMENT)
  // Then a character's position is its byte's, and a plain row's fingerprint can be had without its cells.
  const isAscii = text.length === part.bytes.length && !mayBeUnreadable
  const run = isAscii ? findRun(columnPositions, cellCount) : null

  const transactions: ParsedTransaction[] = []
  const rejected: RejectedRow[] = []
  const accept = (transaction: ParsedRow, line: number, fingerprint: string) => {
    transactions.push({
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
    })
  }
  const reader = createCsvReader(text, part.firstLine)
  const row: string[] = []
  const ordered: string[] = new Array(profile.columns.length).fill('')
  const plain =
    run === null || profile.parsePlainRow === undefined
      ? null
      : new PlainRowReader(part.bytes, cellCount)
  for (;;) {
    const start = reader.position
    const next = plain === null || run === null ? -1 : plain.read(start)
    if (plain !== null && run !== null && next >= 0) {
      const { starts } = plain
      const label =
        labelPosition === null
          ? null
          : text.slice(starts[labelPosition], starts[labelPosition + 1]! - 1)
      const transaction = profile.parsePlainRow?.(plain, run.before, label, now) ?? null
      if (transaction !== null) {
        const end = starts[cellCount - run.after]! - 1
        accept(transaction, reader.line, fingerprintBytes(part.bytes, starts[run.before]!, end))
        reader.position = next
        reader.line++
        continue
      }
    }
    const count = readCsvRow(reader, row)
    if (count < 0) break
    const line = reader.rowLine
    const wholeRowFault = findWholeRowFault(reader.isUnclosed, count, cellCount)
    if (wholeRowFault !== null) {
      rejected.push({ line, ...wholeRowFault })
      continue
    }
    if (mayBeUnreadable && !isReadable(text.slice(start, reader.position))) {
      rejected.push({ line, ...findUnreadableCell(profile, part.columns, row) })
      continue
    }
    for (let index = 0; index < columnPositions.length; index++) {
      ordered[index] = row[columnPositions[index]!]!
    }
    const label = labelPosition === null ? null : row[labelPosition]!
    const parsed = profile.parseRow(ordered, label, now)
    if ('faults' in parsed) {
      rejected.push(toRejectedRow(line, parsed.faults))
      continue
    }
    const fingerprint =
      run !== null && reader.isPlain
        ? fingerprintRun(part.bytes, reader, run)
        : fingerprintRow(ordered)
    accept(parsed.transaction, line, fingerprint)
  }
  return { transactions, rejected, rowCount: transactions.length + rejected.length }
}

/** Cells before and after the profile's columns, where these stand side by side in the profile's order. */
interface ColumnRun {
  before: number
  after: number
}

function findRun(columnPositions: readonly number[], cellCount: number): ColumnRun | null {
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

function findWholeRowFault(
  isUnclosed: boolean,
  count: number,
  cellCount: number,
): Omit<RejectedRow, 'line'> | null {
  if (isUnclosed) {
    return {
      column: '',
      value: '',
      code: 'unclosed_quote',
      message: 'A quote is opened in this row and never closed. Close or remove it.',
    }
  }
  if (count === cellCount) return null
  return {
    column: '',
    value: `${count} cells`,
    code: 'wrong_cell_count',
    message: `The row has ${count} cells and the header ${cellCount}. Quote cells that contain commas, and complete short rows.`,
  }
}

function isReadable(text: string): boolean {
  return !text.includes(NUL) && !text.includes(REPLACEMENT)
}

function findUnreadableCell(
  profile: DatasetProfile,
  columns: readonly string[],
  row: readonly string[],
): Omit<RejectedRow, 'line'> {
  const position = columns.findIndex((_, index) => !isReadable(row[index]!))
  const column = columns[position]?.trim() ?? ''
  return {
    column,
    value: profile.personalColumns.includes(column)
      ? PERSONAL_VALUE
      : showValue((row[position] ?? '').replaceAll(NUL, '␀')),
    code: 'unreadable_text',
    message: `${column || 'The row'} holds bytes that are not UTF-8 text. Save the file as UTF-8.`,
  }
}

function toRejectedRow(line: number, faults: readonly RowFault[]): RejectedRow {
  const [first, ...others] = faults as [RowFault, ...RowFault[]]
  const more =
    others.length === 0 ? '' : ` Also at fault: ${others.map((fault) => fault.column).join(', ')}.`
  return {
    line,
    column: first.column,
    value: showValue(first.value),
    code: first.code,
    message: first.message + more,
  }
}

function showValue(value: string): string {
  if (value.length <= MAX_SHOWN_VALUE) return value
  // Cutting may halve a character beyond the basic plane, which no database accepts.
  return `${value.slice(0, MAX_SHOWN_VALUE - 1).toWellFormed()}…`
}
