/** A calendar month in UTC, written `YYYY-MM`. Sorts as text. */
export type Month = `${number}-${number}`

const pattern = /^\d{4}-(0[1-9]|1[0-2])$/

/** True for text such as `2019-01`. */
export function isMonth(text: string): text is Month {
  return pattern.test(text)
}

/** Parses `YYYY-MM` or the first day of a month as Postgres writes it (`YYYY-MM-01`). Throws RangeError otherwise. */
export function parseMonth(text: string): Month {
  const month = text.slice(0, 7)
  if (!isMonth(month)) throw new RangeError(`Not a month: "${text}". Write it as 2019-01.`)
  return month
}

/** The month that holds an instant (milliseconds since the epoch, UTC). */
export function monthOf(epochMs: number): Month {
  return new Date(epochMs).toISOString().slice(0, 7) as Month
}

/** First instant of a month, in milliseconds since the epoch (UTC). */
export function monthStart(month: Month): number {
  return Date.parse(`${month}-01T00:00:00Z`)
}

/** The month `count` months later (earlier when negative). */
export function addMonths(month: Month, count: number): Month {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return monthOf(Date.UTC(year, number - 1 + count, 1))
}

/** All months from `first` to `last`, both included. */
export function listMonths(first: Month, last: Month): Month[] {
  const months: Month[] = []
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month)
  return months
}
