import { HOUR_MS } from '../../durations.ts'
import { Random } from '../../random.ts'
import { dayStart } from '../calendar.ts'
import { cities } from '../cities.ts'
import type { Customer } from '../customers.ts'
import { describeDay, writeGenuineDay } from '../genuine-day.ts'
import type { Merchant } from '../merchants.ts'
import type { Purchase } from '../purchase.ts'
import { streamPurpose, streamSeed } from '../stream-seed.ts'
import { isActive, type World } from '../world.ts'
import { abuse, drawAmount, pickMerchant } from './episode.ts'

/** Card data leaks from a merchant for some days; weeks later the cards are abused in one city. */
export interface Breach {
  merchant: Merchant
  firstDay: number
  lastDay: number
  /** Where the stolen cards are used, as a position in `cities`. */
  city: number
}

const WINDOW_DAYS = 14
const SHORTEST_DELAY_DAYS = 21
const LONGEST_DELAY_DAYS = 49
const ABUSED_SHARE = 0.5

/** Picks the merchant (popular ones more often) and the days of a breach that begins on a day. */
export function planBreach(world: World, firstDay: number, random: Random): Breach {
  const customer = random.pick(world.customers)
  const merchant = random.pick(random.pick(customer.regularMerchants))
  return {
    merchant,
    firstDay,
    lastDay: firstDay + WINDOW_DAYS - 1,
    city: random.integer(cities.length),
  }
}

/**
 * What is stolen with the cards that paid at the merchant while it leaked. Who paid there is found
 * by generating the regular customers' own purchases of those days again.
 */
export function planCompromisedMerchant(world: World, breach: Breach): Purchase[] {
  const stolen: Purchase[] = []
  const category = breach.merchant.category
  for (const customer of world.customers) {
    if (!customer.regularMerchants[category]!.includes(breach.merchant)) continue
    if (!paidDuring(world, customer, breach)) continue
    const random = new Random(
      streamSeed(customer.seed, breach.firstDay, streamPurpose.breachVictim),
    )
    if (random.chance(ABUSED_SHARE)) stolen.push(...abuseVictim(world, customer, breach, random))
  }
  return stolen
}

/** True when the customer bought at the merchant while its data leaked. */
function paidDuring(world: World, customer: Customer, breach: Breach): boolean {
  const own: Purchase[] = []
  for (let day = breach.firstDay; day <= breach.lastDay; day++) {
    if (isActive(customer, day)) writeGenuineDay(world, customer, describeDay(day), own)
  }
  return own.some((purchase) => purchase.merchant === breach.merchant)
}

function abuseVictim(world: World, customer: Customer, breach: Breach, random: Random): Purchase[] {
  const day =
    breach.lastDay +
    SHORTEST_DELAY_DAYS +
    random.integer(LONGEST_DELAY_DAYS - SHORTEST_DELAY_DAYS + 1)
  const scene = { world, customer, random }
  const purchases: Purchase[] = []
  let at = dayStart(day) + random.between(10, 22) * HOUR_MS
  const count = 1 + random.integer(3)
  for (let i = 0; i < count; i++) {
    const category = random.pick(['shopping_pos', 'shopping_pos', 'misc_pos', 'home'] as const)
    const merchant = pickMerchant(scene, category, breach.city)
    purchases.push(abuse(scene, 'compromised_merchant', merchant, at, drawAmount(random, 170, 0.6)))
    at += random.between(0.2, 3) * HOUR_MS
  }
  return purchases
}
