import { type Month, monthStart } from '../../core/month.ts'
import { numberFormat } from '../../core/number-format.ts'

/** Writes numbers, money and times for one reader. Times are UTC everywhere, as in the data. */
export interface Formatter {
  locale: string
  /** 12,345 */
  count(value: number): string
  /** 12K, for axes and small places. */
  compact(value: number): string
  /** $1,234.50 */
  money(amount: number, currency: string): string
  /** $2.5K, as short as it gets, for axes. */
  axisMoney(amount: number, currency: string): string
  /** $1,235 and $12K, for totals where cents would be noise. */
  compactMoney(amount: number, currency: string): string
  /** 0.835 → 83.5%; always as many digits, so that columns line up. */
  percent(share: number, digits?: number): string
  /** A fraud score or another figure between 0 and 1: 0.835 */
  score(value: number): string
  /** January 2019 */
  month(month: Month): string
  /** Jan 2019 */
  shortMonth(month: Month): string
  /** 5 Jan 2019 */
  day(instant: string | number): string
  /** Mon */
  weekday(instant: number): string
  /** 5 Jan, 03:12, where the year is plain from what stands around. */
  dayTime(instant: string | number): string
  /** 5 Jan 2019, 03:12 */
  time(instant: string | number): string
  /** 4.2 MB */
  bytes(count: number): string
  /** 1 min 13 s */
  duration(milliseconds: number): string
}

const cache = new Map<string, Formatter>()

/** The formatter of a locale; made once, because Intl's objects are costly to make. */
export function getFormatter(locale: string): Formatter {
  const known = cache.get(locale)
  if (known) return known
  const made = createFormatter(locale)
  cache.set(locale, made)
  return made
}

function createFormatter(locale: string): Formatter {
  const number = (options: Intl.NumberFormatOptions) => numberFormat(locale, options)
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
  const longMonth = date({ year: 'numeric', month: 'long' })
  const shortMonth = date({ year: 'numeric', month: 'short' })
  const day = date({ dateStyle: 'medium' })
  const weekday = date({ weekday: 'short' })
  const minute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const dayTime = date({ month: 'short', day: 'numeric', ...minute })
  const time = date({ year: 'numeric', month: 'short', day: 'numeric', ...minute })
  return {
    locale,
    count: (value) => number({ maximumFractionDigits: 0 }).format(value),
    compact: (value) => number({ notation: 'compact', maximumFractionDigits: 1 }).format(value),
    money: (amount, currency) => number({ style: 'currency', currency }).format(amount),
    compactMoney: (amount, currency) =>
      number({
        style: 'currency',
        currency,
        // Said outright: without it, versions of ICU differ in whether 12.0 keeps its zero, and server and browser with them.
        minimumFractionDigits: 0,
        ...(Math.abs(amount) < 10_000
          ? { maximumFractionDigits: 0 }
          : { notation: 'compact', maximumFractionDigits: 1 }),
      }).format(amount),
    axisMoney: (amount, currency) =>
      number({
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      }).format(amount),
    percent: (share, digits = 1) =>
      number({
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(share),
    score: (value) => number({ minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(value),
    month: (month) => longMonth.format(monthStart(month)),
    shortMonth: (month) => shortMonth.format(monthStart(month)),
    weekday: (instant) => weekday.format(new Date(instant)),
    day: (instant) => day.format(new Date(instant)),
    dayTime: (instant) => dayTime.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    bytes: (count) => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
      const step = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1)
      const value = count / 1000 ** step
      return number({
        style: 'unit',
        unit: units[step] ?? 'byte',
        maximumFractionDigits: step > 0 && value < 100 ? 1 : 0,
      }).format(value)
    },
    duration: (milliseconds) => {
      const unit = (value: number, name: 'minute' | 'second' | 'millisecond', digits = 0) =>
        number({ style: 'unit', unit: name, maximumFractionDigits: digits }).format(value)
      if (milliseconds < 1000) return unit(milliseconds, 'millisecond')
      const seconds = milliseconds / 1000
      if (seconds < 60) return unit(seconds, 'second', 1)
      const rest = Math.round(seconds) % 60
      const minutes = unit(Math.floor(Math.round(seconds) / 60), 'minute')
      return rest === 0 ? minutes : `${minutes} ${unit(rest, 'second')}`
    },
  }
}
