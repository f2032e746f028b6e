import { addMonths, type Month } from '../../month.ts'
import { Random } from '../../random.ts'
import { dayAfter, dayOf, firstDayOf, firstMonth } from '../calendar.ts'
import type { Purchase } from '../purchase.ts'
import { streamPurpose, streamSeed } from '../stream-seed.ts'
import { isActive, type World } from '../world.ts'
import { planAccountTakeover } from './account-takeover.ts'
import { planCardTesting, planSlowCardTesting } from './card-testing.ts'
import { planBreach, planCompromisedMerchant } from './compromised-merchant.ts'
import type { Episode } from './episode.ts'
import { planImpossibleTravel } from './impossible-travel.ts'
import { planLunchBurst, planNightBurst } from './online-burst.ts'
import { breachesPerMonth, type EpisodePattern, episodeRates } from './pattern-mix.ts'

const planners: Readonly<Record<EpisodePattern, (episode: Episode) => Purchase[]>> = {
  card_testing: planCardTesting,
  night_burst: planNightBurst,
  impossible_travel: planImpossibleTravel,
  slow_card_testing: planSlowCardTesting,
  lunch_burst: planLunchBurst,
  account_takeover: planAccountTakeover,
}

/** Fraud planned in a month happens in that month or in one of this many months after it. */
export const PLAN_REACH_MONTHS = 4

/**
 * All fraud whose cause lies in a month: the episodes that begin and the breaches that open in it.
 * Depends on the world and the month alone. `fraudScale` multiplies episodes and breaches.
 */
export function planFraud(world: World, month: Month, fraudScale: number): Purchase[] {
  if (month < firstMonth) return []
  const end = dayAfter(addMonths(month, PLAN_REACH_MONTHS))
  return [
    ...planEpisodes(world, month, fraudScale),
    ...planBreaches(world, month, fraudScale),
  ].filter(({ customer, occurredAt }) => {
    const day = dayOf(occurredAt)
    return day < end && isActive(customer, day)
  })
}

/** A card suffers at most one episode a month; which one follows the habits of the day it begins. */
function planEpisodes(world: World, month: Month, fraudScale: number): Purchase[] {
  const firstDay = firstDayOf(month)
  const days = dayAfter(month) - firstDay
  const purchases: Purchase[] = []
  for (const customer of world.customers) {
    const random = new Random(streamSeed(customer.seed, firstDay, streamPurpose.fraudEpisode))
    const day = firstDay + random.integer(days)
    let chance = random.next()
    for (const [pattern, rate] of episodeRates(day)) {
      chance -= rate * fraudScale
      if (chance >= 0) continue
      if (isActive(customer, day))
        purchases.push(...planners[pattern]({ world, customer, day, random }))
      break
    }
  }
  return purchases
}

function planBreaches(world: World, month: Month, fraudScale: number): Purchase[] {
  const firstDay = firstDayOf(month)
  const days = dayAfter(month) - firstDay
  const random = new Random(streamSeed(world.seed, firstDay, streamPurpose.breach))
  const expected = breachesPerMonth * fraudScale
  const count = Math.floor(expected) + (random.next() < expected % 1 ? 1 : 0)
  const purchases: Purchase[] = []
  for (let i = 0; i < count; i++) {
    const breach = planBreach(world, firstDay + random.integer(days), random)
    purchases.push(...planCompromisedMerchant(world, breach))
  }
  return purchases
}
