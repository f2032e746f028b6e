import type { Random } from '../random.ts'
import type { Customer } from './customers.ts'
import type { FraudPattern } from './fraud/pattern-mix.ts'
import { type Merchant, roundDegrees } from './merchants.ts'

/** One use of a card, genuine or not. */
export interface Purchase {
  /** Milliseconds since the epoch, UTC; whole seconds. */
  occurredAt: number
  customer: Customer
  merchant: Merchant
  /** Integer cents of a dollar, at least 1. */
  amountCents: number
  /** Where the purchase took place, in degrees. */
  latitude: number
  longitude: number
  /** The pattern of a fraud; null when the customer bought. */
  fraudPattern: FraudPattern | null
}

/** Where online purchases appear: around the customer's home, as in the public sparkov file. */
const ONLINE_SPREAD_DEGREES = 0.25

/** Puts a purchase on the map: at the shop, or around the home when it was made online. */
export function makePurchase(
  random: Random,
  customer: Customer,
  merchant: Merchant,
  occurredAt: number,
  amountDollars: number,
  fraudPattern: FraudPattern | null = null,
): Purchase {
  const isOnline = merchant.city === null
  return {
    occurredAt,
    customer,
    merchant,
    amountCents: Math.max(1, Math.round(amountDollars * 100)),
    latitude: isOnline ? around(random, customer.latitude) : merchant.latitude,
    longitude: isOnline ? around(random, customer.longitude) : merchant.longitude,
    fraudPattern,
  }
}

function around(random: Random, degrees: number): number {
  return roundDegrees(degrees + (random.next() + random.next() - 1) * ONLINE_SPREAD_DEGREES)
}
