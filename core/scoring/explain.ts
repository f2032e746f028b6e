import type { DatasetProfile, FeatureDefinition } from '../datasets/profile.ts'
import { numberFormat } from '../number-format.ts'
import type { Contribution } from './score.ts'

/** One feature that pushed a transaction's fraud score up. Stored as JSON with the prediction. */
export interface Reason {
  /** Name of the feature. */
  feature: string
  label: string
  /** In the feature's unit; null when it was missing. */
  value: number | null
  /** This card's own normal in the same unit; null when there is none or nothing is known yet. */
  usual: number | null
  /** How far it pushed, in log-odds; above 0. */
  contribution: number
}

/**
 * What pushed the score up most, strongest first. Features that say the same thing (`aspect`) make one reason
 * with their contributions added up. Only features of the profile are named.
 */
export function topReasons(
  profile: Pick<DatasetProfile, 'features'>,
  features: Float32Array,
  contributions: readonly Contribution[],
  limit = 4,
): Reason[] {
  const sums = new Map<string, number>()
  for (const { index, contribution } of contributions) {
    const definition = profile.features[index]
    if (!definition) continue
    const name = definition.aspect ?? definition.name
    sums.set(name, (sums.get(name) ?? 0) + contribution)
  }
  const told = (name: string) =>
    known(features[profile.features.findIndex((feature) => feature.name === name)])
  return [...sums]
    .filter(([, contribution]) => contribution > 0)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, limit)
    .map(([name, contribution]) => {
      const { label, usual } = profile.features.find((feature) => feature.name === name)!
      return {
        feature: name,
        label,
        value: told(name),
        usual: usual === undefined ? null : told(usual),
        contribution,
      }
    })
}

/**
 * A reason in words: "€912.00; this card's usual is €40.00", "2,782 km from home".
 * Money is written in `currency` (ISO 4217), numbers as `locale` writes them.
 */
export function describeReason(
  profile: Pick<DatasetProfile, 'features'>,
  reason: Reason,
  currency: string,
  locale = 'en',
): string {
  const definition = featureNamed(profile, reason.feature)
  if (reason.value === null) return `${reason.label} is missing`
  const text = describeValue(definition, reason, reason.value, currency, locale)
  if (reason.usual === null || !definition.usual) return text
  const usual = featureNamed(profile, definition.usual)
  const normal = formatFeature(usual, reason.usual, currency, locale)
  return usual.unit === 'share'
    ? `${text}; ${normal} of this card's payments are like that`
    : `${text}; this card's usual is ${normal}`
}

/**
 * The value by the feature's phrase. A flag that is off has none that fits. Counts fade with time instead of
 * breaking off, so one fades to less than one: it is told as one until it is hardly there.
 */
function describeValue(
  definition: DescribedFeature,
  { label }: Reason,
  value: number,
  currency: string,
  locale: string,
): string {
  if (definition.unit === 'flag' && value === 0) return `${label}: no`
  if (definition.unit === 'count' && value < 0.1) return `${label}: hardly any`
  const shown = definition.unit === 'count' ? Math.max(1, Math.round(value)) : value
  const text = formatFeature(definition, shown, currency, locale)
  const phrase = definition.phrase
    ?.replace('{value}', text)
    .replace(/\{([^|}]*)\|([^}]*)\}/, (_, one: string, many: string) => (shown === 1 ? one : many))
  if (phrase !== undefined) return phrase.charAt(0).toLocaleUpperCase(locale) + phrase.slice(1)
  return definition.unit === 'flag' ? `${label}: ${text}` : `${label} ${text}`
}

type DescribedFeature = Pick<FeatureDefinition, 'unit' | 'categories' | 'usual' | 'phrase'>

/** The definition of a feature; one that the profile no longer has is written as a plain number. */
function featureNamed(profile: Pick<DatasetProfile, 'features'>, name: string): DescribedFeature {
  return profile.features.find((feature) => feature.name === name) ?? { unit: 'number' }
}

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

function known(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}
