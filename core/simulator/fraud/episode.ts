import type { Random } from '../../random.ts'
import type { Customer } from '../customers.ts'
import { type Merchant, merchantsAt } from '../merchants.ts'
import { makePurchase, type Purchase } from '../purchase.ts'
import { type CategoryName, categoryPosition } from '../spending-categories.ts'
import type { World } from '../world.ts'
import type { FraudPattern } from './pattern-mix.ts'

/** One abuse of one card: who suffers, when it begins, and the stream that decides the rest. */
export interface Episode {
  world: World
  customer: Customer
  /** The day on which it begins. */
  day: number
  random: Random
}

/** An amount in dollars whose logarithm is normally distributed. */
export function drawAmount(random: Random, median: number, spread: number): number {
  return median * Math.exp(random.normal(0, spread))
}

/** Some merchant of a category, in a city where that matters. */
export function pickMerchant(
  { world, random }: Pick<Episode, 'world' | 'random'>,
  category: CategoryName,
  city: number,
): Merchant {
  return random.pick(merchantsAt(world.merchants, categoryPosition(category), city))
}

/** One fraudulent purchase. */
export function abuse(
  { random, customer }: Pick<Episode, 'random' | 'customer'>,
  fraudPattern: FraudPattern,
  merchant: Merchant,
  occurredAt: number,
  amount: number,
): Purchase {
  const wholeSecond = Math.floor(occurredAt / 1000) * 1000
  return makePurchase(random, customer, merchant, wholeSecond, amount, fraudPattern)
}
