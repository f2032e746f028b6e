/** Milliseconds of a second, a minute, an hour, and a day in UTC, where every day has as many. */
export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
export const WEEK_MS = 7 * DAY_MS
/** The mean year of the Gregorian calendar. */
export const YEAR_MS = 365.2425 * DAY_MS
