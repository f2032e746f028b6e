import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../durations.ts'
import { dayStart } from '../calendar.ts'
import { cities } from '../cities.ts'
import type { Purchase } from '../purchase.ts'
import { abuse, drawAmount, type Episode, pickMerchant } from './episode.ts'

/**
 * A stolen number is tried with a few payments of a dollar or two within minutes, at any hour; when
 * they pass, one or two large purchases follow within hours.
 */
export function planCardTesting(episode: Episode): Purchase[] {
  const { random, customer, day } = episode
  const purchases: Purchase[] = []
  let at = dayStart(day) + random.between(0, DAY_MS)
  const tests = 2 + random.integer(3)
  for (let i = 0; i < tests; i++) {
    const category = random.pick(['misc_net', 'misc_net', 'entertainment', 'shopping_net'] as const)
    const merchant = pickMerchant(episode, category, customer.homeCity)
    purchases.push(abuse(episode, 'card_testing', merchant, at, drawAmount(random, 1.9, 0.5)))
    at += random.between(1, 14) * MINUTE_MS
  }
  at += random.exponential(1 / 1.5) * HOUR_MS
  const large = 1 + random.integer(2)
  for (let i = 0; i < large; i++) {
    const merchant = pickMerchant(
      episode,
      random.pick(['shopping_net', 'shopping_net', 'misc_net'] as const),
      customer.homeCity,
    )
    purchases.push(abuse(episode, 'card_testing', merchant, at, drawAmount(random, 330, 0.6)))
    at += random.between(3, 40) * MINUTE_MS
  }
  return purchases
}

/**
 * The habit of 2019: a quiet test or two of ten to thirty dollars, one a day, then purchases of middle
 * size by daylight, ordered by telephone from shops of one other town, in everyday categories.
 */
export function planSlowCardTesting(episode: Episode): Purchase[] {
  const { random, day } = episode
  const purchases: Purchase[] = []
  const town = random.integer(cities.length)
  const testDays = 1 + random.integer(2)
  const useDays = 3 + random.integer(3)
  let current = day
  for (let i = 0; i < testDays + useDays; i++) {
    const at = dayStart(current) + random.between(9, 19) * HOUR_MS
    const amount = i < testDays ? drawAmount(random, 16, 0.35) : drawAmount(random, 260, 0.3)
    const category = random.pick(['health_fitness', 'home', 'kids_pets', 'personal_care'] as const)
    const merchant = pickMerchant(episode, category, town)
    purchases.push(abuse(episode, 'slow_card_testing', merchant, at, amount))
    current += random.integer(3)
  }
  return purchases
}
