/** One spending category of the sparkov format: how often and how much people spend in it. */
export interface SpendingCategory {
  name: string
  /** Online purchases happen anywhere; the others where the customer is. */
  isOnline: boolean
  /** Relative frequency for an average customer. */
  frequency: number
  /** Median amount in dollars for an average customer in 2017. */
  medianAmount: number
  /** Standard deviation of the logarithm of the amount. */
  amountSpread: number
  /** How much more often people buy in it in December. */
  decemberFactor: number
  /** How much more often people buy in it on a trip. */
  tripFactor: number
  /** Share of purchases that are something big: furniture, a laptop, flights. */
  largePurchaseShare: number
  /** Local merchants in a city of middle size, or online merchants in the whole country. */
  merchantCount: number
}

type CategoryRow = [
  name: string,
  frequency: number,
  medianAmount: number,
  amountSpread: number,
  decemberFactor: number,
  tripFactor: number,
  largePurchaseShare: number,
  merchantCount: number,
]

// Frequencies, medians and spreads follow the public sparkov file's order of magnitude.
const rows: readonly CategoryRow[] = [
  ['entertainment', 7.2, 38, 0.85, 1.3, 1.8, 0.004, 3],
  ['food_dining', 8.4, 30, 0.7, 1.1, 2.6, 0.002, 5],
  ['gas_transport', 10.6, 48, 0.35, 1.0, 1.7, 0.001, 4],
  ['grocery_net', 3.8, 52, 0.5, 1.1, 0.3, 0, 16],
  ['grocery_pos', 11.8, 68, 0.6, 1.25, 0.8, 0.001, 5],
  ['health_fitness', 6.1, 38, 0.8, 0.8, 0.4, 0.005, 3],
  ['home', 7.6, 52, 0.85, 1.0, 0.2, 0.014, 3],
  ['kids_pets', 7.4, 42, 0.8, 1.5, 0.3, 0.003, 3],
  ['misc_net', 5.6, 22, 1.15, 1.4, 0.8, 0.01, 30],
  ['misc_pos', 5.8, 24, 1.05, 1.2, 1.2, 0.006, 4],
  ['personal_care', 6.4, 30, 0.8, 1.1, 0.7, 0.003, 3],
  ['shopping_net', 8.3, 36, 1.05, 1.8, 0.7, 0.018, 36],
  ['shopping_pos', 8.3, 40, 1.05, 1.7, 1.3, 0.018, 5],
  ['travel', 1.7, 70, 1.15, 0.9, 5.0, 0.07, 2],
]

/** The fourteen categories of the sparkov format, in alphabetical order. */
export const spendingCategories: readonly SpendingCategory[] = rows.map(
  ([
    name,
    frequency,
    medianAmount,
    amountSpread,
    decemberFactor,
    tripFactor,
    largePurchaseShare,
    merchantCount,
  ]) => ({
    name,
    isOnline: name.endsWith('_net'),
    frequency,
    medianAmount,
    amountSpread,
    decemberFactor,
    tripFactor,
    largePurchaseShare,
    merchantCount,
  }),
)

/** A name of the sparkov format's category list. */
export type CategoryName =
  | 'entertainment'
  | 'food_dining'
  | 'gas_transport'
  | 'grocery_net'
  | 'grocery_pos'
  | 'health_fitness'
  | 'home'
  | 'kids_pets'
  | 'misc_net'
  | 'misc_pos'
  | 'personal_care'
  | 'shopping_net'
  | 'shopping_pos'
  | 'travel'

const positions = new Map(spendingCategories.map((category, position) => [category.name, position]))

/** Position of a category in `spendingCategories`. */
export function categoryPosition(name: CategoryName): number {
  return positions.get(name)!
}
