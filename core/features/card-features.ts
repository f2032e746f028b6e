import type { FeatureDefinition } from '../datasets/profile.ts'

/** The features that `writeCardFeatures` of card-history.ts writes, in its order. All are as of just before the transaction. */
export const cardFeatures: readonly FeatureDefinition[] = [
  {
    name: 'seconds_since_last',
    label: 'Time since the last transaction',
    unit: 'seconds',
    kind: 'numeric',
  },
  { name: 'count_1h', label: 'Transactions in the last hour', unit: 'count', kind: 'numeric' },
  { name: 'amount_1h', label: 'Spent in the last hour', unit: 'money', kind: 'numeric' },
  {
    name: 'count_24h',
    label: 'Transactions in the last day',
    unit: 'count',
    kind: 'numeric',
    usual: 'usual_count_24h',
  },
  { name: 'amount_24h', label: 'Spent in the last day', unit: 'money', kind: 'numeric' },
  { name: 'count_7d', label: 'Transactions in the last week', unit: 'count', kind: 'numeric' },
  { name: 'amount_7d', label: 'Spent in the last week', unit: 'money', kind: 'numeric' },
  {
    name: 'usual_count_24h',
    label: 'Usual transactions in a day',
    unit: 'count',
    kind: 'numeric',
  },
  { name: 'usual_amount', label: 'Usual amount', unit: 'money', kind: 'numeric' },
  {
    name: 'amount_z_score',
    label: 'Amount against the usual spread',
    unit: 'number',
    kind: 'numeric',
  },
  { name: 'amount_ratio', label: 'Amount against the usual', unit: 'ratio', kind: 'numeric' },
  {
    name: 'usual_category_amount',
    label: 'Usual amount in this category',
    unit: 'money',
    kind: 'numeric',
  },
  {
    name: 'category_amount_ratio',
    label: 'Amount against the usual in this category',
    unit: 'ratio',
    kind: 'numeric',
  },
  { name: 'is_new_merchant', label: 'New merchant', unit: 'flag', kind: 'numeric' },
  { name: 'is_new_category', label: 'New category', unit: 'flag', kind: 'numeric' },
  {
    name: 'new_merchants_24h',
    label: 'New merchants in the last day',
    unit: 'count',
    kind: 'numeric',
  },
  { name: 'hour_share', label: 'Usual share at this hour', unit: 'share', kind: 'numeric' },
  { name: 'online_share', label: 'Usual share online', unit: 'share', kind: 'numeric' },
  {
    name: 'small_online_1h',
    label: 'Small online payments in the last hour',
    unit: 'count',
    kind: 'numeric',
  },
  { name: 'history_length', label: 'Known transactions', unit: 'count', kind: 'numeric' },
]
