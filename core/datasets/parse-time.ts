import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../durations.ts'
import { parseDigits } from './parse-number.ts'

const DASH = 45
const SPACE = 32
const LETTER_T = 84

/**
 * Milliseconds since the epoch of a UTC calendar date, or NaN when there is no such day (31 February).
 * Proleptic Gregorian; days are counted as in Howard Hinnant, "chrono-compatible low-level date
 * algorithms", `days_from_civil`. Years 1 to 9999.
 */
export function dateToMs(year: number, month: number, day: number): number {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return Number.NaN
  if (day > daysInMonth(year, month)) return Number.NaN
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146097 + dayOfEra - 719468) * DAY_MS
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

/** Parses `1988-03-09` or `1988-3-9` (UTC). NaN when it is not such a date. */
export function parseDate(text: string): number {
  return parseDatePart(text, text.length)
}

function parseDatePart(text: string, end: number): number {
  if (text.charCodeAt(4) !== DASH) return Number.NaN
  const second = text.charCodeAt(6) === DASH ? 6 : text.charCodeAt(7) === DASH ? 7 : -1
  if (second < 0 || end - second > 3) return Number.NaN
  return dateToMs(
    parseDigits(text, 0, 4),
    parseDigits(text, 5, second),
    parseDigits(text, second + 1, end),
  )
}

/**
 * Parses `2019-01-01 00:00:18`, `2020-6-21 12:14` and the same with `T` between date and time, as UTC.
 * NaN when it is not such a time.
 */
export function parseDateTime(text: string): number {
  let gap = 8
  while (gap < 11 && text.charCodeAt(gap) !== SPACE && text.charCodeAt(gap) !== LETTER_T) gap++
  if (gap === 11) return Number.NaN
  return parseDatePart(text, gap) + parseTimeOfDay(text, gap + 1)
}

/** Milliseconds from midnight of `06:21`, `6:21` or `06:21:05`, read from `start` on. NaN otherwise. */
export function parseTimeOfDay(text: string, start = 0): number {
  const colon = text.indexOf(':', start)
  if (colon < 0 || colon - start > 2) return Number.NaN
  const hour = parseDigits(text, start, colon)
  const minute = parseDigits(text, colon + 1, colon + 3)
  let second = 0
  if (text.length > colon + 3) {
    if (text.charAt(colon + 3) !== ':' || text.length !== colon + 6) return Number.NaN
    second = parseDigits(text, colon + 4, colon + 6)
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return Number.NaN
  }
  return hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS
}

/** Hour of the day in UTC with its fraction: 3.2 is 03:12. For instants since 1970. */
export function hourOfDay(epochMs: number): number {
  return (epochMs % DAY_MS) / HOUR_MS
}

/** Day of the week in UTC, 0 = Monday … 6 = Sunday. The epoch was a Thursday. For instants since 1970. */
export function dayOfWeek(epochMs: number): number {
  return (Math.floor(epochMs / DAY_MS) + 3) % 7
}

/** Names of the days, in the order of `dayOfWeek`. */
export const DAY_NAMES = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const
