import type { FeatureDefinition } from '../datasets/profile.ts'
import { numberFormat } from '../number-format.ts'

/** A feature's value with its unit, for people. */
export function formatFeature(
  { unit, categories }: Pick<FeatureDefinition, 'unit' | 'categories'>,
  value: number,
  currency: string,
  locale = 'en',
): string {
  const number = (options: Intl.NumberFormatOptions) => numberFormat(locale, options).format(value)
  const whole = Math.abs(value) >= 10 ? 0 : 1
  switch (unit) {
    case 'money':
      return number({ style: 'currency', currency })
    case 'hour':
      return formatHour(value)
    case 'seconds':
      return formatDuration(value, locale)
    case 'count':
      return number({ maximumFractionDigits: 0 })
    case 'kilometres':
      return number({ style: 'unit', unit: 'kilometer', maximumFractionDigits: whole })
    case 'kilometresPerHour':
      return number({ style: 'unit', unit: 'kilometer-per-hour', maximumFractionDigits: whole })
    case 'share':
      return number({ style: 'percent', maximumFractionDigits: 1 })
    case 'ratio':
      return `${number({ maximumSignificantDigits: 3 })} times`
    case 'years':
      return number({
        style: 'unit',
        unit: 'year',
        unitDisplay: 'long',
        maximumFractionDigits: 0,
      })
    case 'flag':
      return value ? 'yes' : 'no'
    case 'category':
      return categories?.[value] ?? `no. ${number({ maximumFractionDigits: 0 })}`
    case 'number':
      return number({ maximumSignificantDigits: 4 })
  }
}

/** Less than a second, in minutes: what a stored hour lacks of the minute that it stands for. */
const HOUR_ROUNDING = 1e-3

/** 3.2 → 03:12, and 3.2 with 40 seconds as well: a clock shows the minute that has begun. */
function formatHour(hours: number): string {
  const minutes = ((Math.floor(hours * 60 + HOUR_ROUNDING) % 1440) + 1440) % 1440
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Seconds in the largest unit that they fill: 5400 → 1.5 hr. */
function formatDuration(seconds: number, locale: string): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const
  const [unit, length] =
    units.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return numberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    seconds / length,
  )
}
