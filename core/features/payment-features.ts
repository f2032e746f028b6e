import { DAY_NAMES } from '../datasets/parse-time.ts'
import type { FeatureDefinition } from '../datasets/profile.ts'

/** The first four features of every format with cards: what and when, without history. */
export const paymentFeatures: readonly FeatureDefinition[] = [
  {
    name: 'amount',
    label: 'Amount',
    unit: 'money',
    kind: 'numeric',
    usual: 'usual_amount',
    phrase: '{value}',
  },
  {
    name: 'log_amount',
    label: 'Amount (log scale)',
    unit: 'number',
    kind: 'numeric',
    aspect: 'amount',
  },
  {
    name: 'hour_of_day',
    label: 'Hour of day',
    unit: 'hour',
    kind: 'numeric',
    phrase: 'at {value}',
    usual: 'hour_share',
  },
  {
    name: 'day_of_week',
    label: 'Day of week',
    unit: 'category',
    kind: 'categorical',
    categories: DAY_NAMES,
    phrase: 'on a {value}',
  },
]
