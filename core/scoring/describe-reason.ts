import type { DatasetProfile, FeatureDefinition } from '../datasets/profile.ts'
import { formatFeature } from '../features/format-feature.ts'
import type { Reason } from './top-reasons.ts'

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
