import type { FeatureDefinition } from '../datasets/profile.ts'

const features: FeatureDefinition[] = [
  {
    name: 'amount',
    label: 'Amount',
    unit: 'money',
    kind: 'numeric',
    usual: 'usual_amount',
    phrase: '{value}',
  },
  { name: 'usual_amount', label: 'Usual amount', unit: 'money', kind: 'numeric' },
  { name: 'hour', label: 'Hour of day', unit: 'hour', kind: 'numeric', phrase: 'at {value}' },
  { name: 'is_new', label: 'New merchant', unit: 'flag', kind: 'numeric' },
  { name: 'is_online', label: 'Online', unit: 'flag', kind: 'numeric', usual: 'online_share' },
  { name: 'online_share', label: 'Usual share online', unit: 'share', kind: 'numeric' },
  { name: 'log_amount', label: 'Amount (log)', unit: 'number', kind: 'numeric', aspect: 'amount' },
  {
    name: 'count_1h',
    label: 'Transactions in the last hour',
    unit: 'count',
    kind: 'numeric',
    phrase: 'about {value} {transaction|transactions} in the last hour or so',
  },
]
/** A profile with a feature of each kind that reasons tell apart. */
export const profile = { features }
/** A contribution of the feature at `index`, in log-odds. */
export const contribution = (index: number, value: number) => ({
  feature: features[index]!.name,
  index,
  contribution: value,
})
