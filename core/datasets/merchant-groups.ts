/** Groups of merchant category codes; the position is the group's code. */
export const MERCHANT_GROUPS = [
  'Airlines',
  'Car rental',
  'Lodging',
  'Transport and travel',
  'Telecoms and utilities',
  'Money and insurance',
  'Home and hardware',
  'General stores',
  'Groceries',
  'Fuel and cars',
  'Clothing',
  'Electronics and digital goods',
  'Restaurants and bars',
  'Health and pharmacy',
  'Leisure',
  'Other',
] as const

type MerchantGroup = (typeof MERCHANT_GROUPS)[number]

/**
 * Ranges of ISO 18245 merchant category codes, both ends included; the first that holds a code decides.
 * A single code that belongs elsewhere than its range stands before the range.
 */
const RANGES: readonly (readonly [first: number, last: number, group: MerchantGroup])[] = [
  [4511, 4511, 'Airlines'],
  [4829, 4829, 'Money and insurance'],
  [5712, 5722, 'Home and hardware'],
  [7011, 7033, 'Lodging'],
  [7512, 7519, 'Car rental'],
  [7523, 7549, 'Fuel and cars'],
  [3000, 3350, 'Airlines'],
  [3351, 3500, 'Car rental'],
  [3501, 3999, 'Lodging'],
  [4000, 4799, 'Transport and travel'],
  [4800, 4999, 'Telecoms and utilities'],
  [5200, 5299, 'Home and hardware'],
  [5300, 5399, 'General stores'],
  [5400, 5499, 'Groceries'],
  [5500, 5599, 'Fuel and cars'],
  [5600, 5699, 'Clothing'],
  [5732, 5735, 'Electronics and digital goods'],
  [5811, 5814, 'Restaurants and bars'],
  [5815, 5818, 'Electronics and digital goods'],
  [5912, 5912, 'Health and pharmacy'],
  [6000, 6999, 'Money and insurance'],
  [7800, 7999, 'Leisure'],
  [8000, 8099, 'Health and pharmacy'],
]

const OTHER = MERCHANT_GROUPS.length - 1

/** Group code of every merchant category code from 0 to 9999. */
const groupByCode = Uint8Array.from({ length: 10_000 }, (_, code) => {
  const range = RANGES.find(([first, last]) => code >= first && code <= last)
  return range === undefined ? OTHER : MERCHANT_GROUPS.indexOf(range[2])
})

/** The group of a merchant category code: 0 … 15, a position in MERCHANT_GROUPS. */
export function merchantGroup(code: number): number {
  return groupByCode[code] ?? OTHER
}
