import { DAY_MS } from '../durations.ts'
import { addMonths, type Month, monthStart } from '../month.ts'

/** The first month that exists in the simulated world. */
export const firstMonth: Month = '2017-01'

const firstInstant = monthStart(firstMonth)

/** Days are counted from 0 = 2017-01-01. The number of a month's first day. */
export function firstDayOf(month: Month): number {
  return (monthStart(month) - firstInstant) / DAY_MS
}

/** The number of the first day after a month. */
export function dayAfter(month: Month): number {
  return firstDayOf(addMonths(month, 1))
}

/** First instant of a day, in milliseconds since the epoch (UTC). */
export function dayStart(day: number): number {
  return firstInstant + day * DAY_MS
}

/** 0 = Monday … 6 = Sunday; 2017-01-01 was a Sunday. */
export function weekdayOf(day: number): number {
  return (day + 6) % 7
}

/** 0 = January … 11 = December, and the day of the month from 1. */
function dateOf(day: number): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(dayStart(day))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), dayOfMonth: date.getUTCDate() }
}

/**
 * How much more people buy on a day than on an average one: quiet January and February, a little
 * more in summer, the days around the fourth Thursday of November, and December up to the 24th.
 */
export function seasonFactor(day: number): number {
  const { month, dayOfMonth } = dateOf(day)
  if (month === 11) {
    if (dayOfMonth === 25) return 0.35
    return dayOfMonth < 25 ? 1.2 + 0.018 * dayOfMonth : 1.05
  }
  if (month === 10 && dayOfMonth >= 22) return 1.3
  return [0.86, 0.88, 0.96, 0.98, 1.0, 1.04, 1.06, 1.04, 0.97, 0.98, 1.0, 1][month]!
}

/** True from 22 November to 24 December, when people buy presents. */
export function isGiftSeason(day: number): boolean {
  const { month, dayOfMonth } = dateOf(day)
  return (month === 10 && dayOfMonth >= 22) || (month === 11 && dayOfMonth <= 24)
}

/** The day of an instant. */
export function dayOf(epochMs: number): number {
  return Math.floor((epochMs - firstInstant) / DAY_MS)
}
