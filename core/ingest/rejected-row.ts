import type { DatasetProfile, RowFault, RowFaultCode } from '../datasets/profile.ts'
import { PERSONAL_VALUE } from '../datasets/row-reader.ts'

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

const MAX_SHOWN_VALUE = 100
const NUL = '\u0000'
/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd'

/** False for text that held bytes which are not UTF-8, or NUL. */
export function isReadable(text: string): boolean {
  return !text.includes(NUL) && !text.includes(REPLACEMENT)
}

/** A row by its faults, of which there is at least one. */
export function rejectFaults(line: number, faults: readonly RowFault[]): RejectedRow {
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

/** A row in which a quote is never closed. */
export function rejectUnclosed(line: number): RejectedRow {
  return {
    line,
    column: '',
    value: '',
    code: 'unclosed_quote',
    message: 'A quote is opened in this row and never closed. Close or remove it.',
  }
}

/** A row that has another number of cells than the header. */
export function rejectCellCount(line: number, count: number, expected: number): RejectedRow {
  return {
    line,
    column: '',
    value: `${count} cells`,
    code: 'wrong_cell_count',
    message: `The row has ${count} cells and the header ${expected}. Quote cells that contain commas, and complete short rows.`,
  }
}

/** A row with text that is not readable, named by its first cell of that kind. */
export function rejectUnreadable(
  line: number,
  profile: DatasetProfile,
  columns: readonly string[],
  cells: readonly string[],
): RejectedRow {
  const position = columns.findIndex((_, index) => !isReadable(cells[index]!))
  const column = columns[position]?.trim() ?? ''
  return {
    line,
    column,
    value: profile.personalColumns.includes(column)
      ? PERSONAL_VALUE
      : showValue((cells[position] ?? '').replaceAll(NUL, '␀')),
    code: 'unreadable_text',
    message: `${column || 'The row'} holds bytes that are not UTF-8 text. Save the file as UTF-8.`,
  }
}

function showValue(value: string): string {
  if (value.length <= MAX_SHOWN_VALUE) return value
  // Cutting may halve a character beyond the basic plane, which no database accepts.
  return `${value.slice(0, MAX_SHOWN_VALUE - 1).toWellFormed()}…`
}
