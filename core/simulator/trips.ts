import { Random } from '../random.ts'
import { cities } from './cities.ts'
import type { Customer } from './customers.ts'
import { streamPurpose, streamSeed } from './stream-seed.ts'

/** A stay in another city. */
export interface Trip {
  /** Position in `cities`. */
  city: number
  firstDay: number
  lastDay: number
}

/** A trip begins and ends within a period of this many days, so that each day knows its own. */
const PERIOD_DAYS = 90

/** The trip that a customer is on, or null at home. Depends on the customer and the day alone. */
export function tripOn(customer: Customer, day: number): Trip | null {
  const period = Math.floor(day / PERIOD_DAYS)
  const random = new Random(streamSeed(customer.seed, period, streamPurpose.trip))
  if (!random.chance(customer.tripChance)) return null
  const length = 2 + Math.floor(Math.min(14, random.exponential(1 / 4)))
  const firstDay = period * PERIOD_DAYS + random.integer(PERIOD_DAYS - length)
  const lastDay = firstDay + length - 1
  const city = random.integer(cities.length)
  if (day < firstDay || day > lastDay || city === customer.homeCity) return null
  return { city, firstDay, lastDay }
}
