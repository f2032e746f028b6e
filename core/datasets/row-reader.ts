import { DAY_MS } from '../durations.ts'
import { parseDecimal } from './parse-number.ts'
import { parseDateTime } from './parse-time.ts'
import type { RowFault, RowFaultCode } from './profile.ts'

/** Stands in a fault for the value of a personal column. */
export const PERSONAL_VALUE = '[personal]'
/** Longest text cell that is kept, in UTF-16 units. */
const MAX_TEXT_LENGTH = 200
/** Largest absolute amount in cents: fits numeric(14,2) and the exact integers of a double. */
export const MAX_AMOUNT_CENTS = 99_999_999_999_999

/**
 * Reads the cells of one row and collects what is wrong with them. One reader serves a profile for all
 * its rows: `start` it with a row, read cells by their position, then look at `faults`.
 * After a fault the value returned is 0, NaN or '' and must not be used.
 */
export class RowReader {
  faults: RowFault[] = []
  #columns: readonly string[]
  #personalColumns: readonly string[]
  #cells: readonly string[] = []

  /** Values of `personalColumns` are never repeated in a fault. */
  constructor(columns: readonly string[], personalColumns: readonly string[] = []) {
    this.#columns = columns
    this.#personalColumns = personalColumns
  }

  /** Begins a row; `cells` are in the order of the columns given to the constructor. */
  start(cells: readonly string[]): void {
    this.#cells = cells
    if (this.faults.length > 0) this.faults = []
  }

  /** Notes a fault of the cell at `position`. */
  fault(position: number, code: RowFaultCode, message: string): void {
    const column = this.#columns[position] ?? ''
    this.faults.push({
      column,
      value: this.#personalColumns.includes(column)
        ? PERSONAL_VALUE
        : (this.#cells[position] ?? ''),
      code,
      message,
    })
  }

  /** Text that must be there, at most MAX_TEXT_LENGTH long. */
  text(position: number): string {
    const cell = this.#cells[position]!
    if (cell === '') {
      this.#missing(position)
      return ''
    }
    return this.optionalText(position) ?? ''
  }

  /** Text that may be blank (null), at most MAX_TEXT_LENGTH long. */
  optionalText(position: number): string | null {
    const cell = this.#cells[position]!
    if (cell === '') return null
    if (cell.length > MAX_TEXT_LENGTH) {
      this.fault(
        position,
        'too_long',
        `${this.#columns[position]} has ${cell.length} characters; the limit is ${MAX_TEXT_LENGTH}. Shorten it.`,
      )
      return null
    }
    return cell
  }

  /** A strict decimal number between `least` and `most`. */
  number(position: number, least: number, most: number): number {
    const cell = this.#cells[position]!
    const value = parseDecimal(cell)
    // One comparison passes almost every cell: NaN fails it as well.
    if (value >= least && value <= most) return value
    if (cell === '') this.#missing(position)
    else if (Number.isNaN(value)) this.#notANumber(position)
    else this.#outOfRange(position, least, most)
    return 0
  }

  /** A whole number between `least` and `most`. */
  integer(position: number, least: number, most: number): number {
    const value = this.number(position, least, most)
    if (!Number.isInteger(value)) this.#notANumber(position)
    return value
  }

  /** Money as integer cents, rounded to the nearest cent. `currencySign` may stand in front. */
  amountCents(position: number, leastCents: number, currencySign = ''): number {
    const cell = this.#cells[position]!
    if (cell === '') {
      this.#missing(position)
      return 0
    }
    const isMarked = currencySign !== '' && cell.startsWith(currencySign)
    const value = parseDecimal(isMarked ? cell.slice(currencySign.length) : cell)
    if (Number.isNaN(value)) {
      this.#notANumber(position)
      return 0
    }
    // Adding 0 turns -0 into 0.
    const cents = Math.round(value * 100) + 0
    if (cents >= leastCents && cents <= MAX_AMOUNT_CENTS) return cents
    this.#outOfRange(position, leastCents / 100, MAX_AMOUNT_CENTS / 100)
    return 0
  }

  /** An instant such as `2019-01-01 00:00:18`, read as UTC; see `requirePlausible`. */
  dateTime(position: number, now: number): number {
    const cell = this.#cells[position]!
    const occurredAt = parseDateTime(cell)
    if (Number.isNaN(occurredAt)) {
      if (cell === '') this.#missing(position)
      else this.notADate(position, '2019-01-31 23:59:59')
      return 0
    }
    return this.requirePlausible(position, occurredAt, now)
  }

  /** Passes an instant from 1970 to a day after `now`; anything else is a fault of the cell. */
  requirePlausible(position: number, occurredAt: number, now: number): number {
    if (occurredAt >= 0 && occurredAt <= now + DAY_MS) return occurredAt
    if (occurredAt < 0) {
      this.fault(
        position,
        'out_of_range',
        `${this.#columns[position]} is before 1970. Correct the year.`,
      )
    } else {
      this.fault(
        position,
        'in_the_future',
        `${this.#columns[position]} is more than a day in the future. Correct the date.`,
      )
    }
    return 0
  }

  /** Notes that a cell is not a date. */
  notADate(position: number, example: string): void {
    this.fault(
      position,
      'not_a_date',
      `${this.#columns[position]} is not a date of the calendar. Write it as ${example}.`,
    )
  }

  #missing(position: number): void {
    this.fault(position, 'missing_value', `${this.#columns[position]} is blank. Fill it in.`)
  }

  #notANumber(position: number): void {
    this.fault(
      position,
      'not_a_number',
      `${this.#columns[position]} is not a plain number. Write it as 1234.50, without separators or units.`,
    )
  }

  #outOfRange(position: number, least: number, most: number): void {
    this.fault(
      position,
      'out_of_range',
      `${this.#columns[position]} must be between ${least} and ${most}. Correct the value.`,
    )
  }
}

/** "City, state" of what is known of it; null when nothing is. */
export function joinPlace(city: string | null, state: string | null): string | null {
  return city !== null && state !== null ? `${city}, ${state}` : (city ?? state)
}

/** Reads a label cell: blank or absent is null; `unknown_value` is added to the faults otherwise. */
export function readLabel(
  label: string | null,
  column: string,
  yes: string,
  no: string,
  faults: RowFault[],
): boolean | null {
  if (label === null || label === '') return null
  if (label === yes) return true
  if (label === no) return false
  faults.push({
    column,
    value: label,
    code: 'unknown_value',
    message: `${column} must be ${yes}, ${no} or blank. Correct the label.`,
  })
  return null
}
