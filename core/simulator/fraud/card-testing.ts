import { DAY_MS, dayStart } from '../calendar.ts'
import type { Purchase } from '../purchase.ts'
import { abuse, drawAmount, type Episode, HOUR_MS, MINUTE_MS, pickMerchant } from './episode.ts'

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
    purchases.push(abuse(episode, 'card_testing', merchant, at, drawAmount(random, 480, 0.5)))
    at += random.between(3, 40) * MINUTE_MS
  }
  return purchases
}

/**
 * The habit of 2019: one quiet test a day, of ten to thirty dollars, in shops and by daylight, then
 * purchases of middle size where nobody looks twice.
 */
export function planSlowCardTesting(episode: Episode): Purchase[] {
  const { random, customer, day } = episode
  const purchases: Purchase[] = []
  const testDays = 2 + random.integer(2)
  const useDays = 2 + random.integer(2)
  let current = day
  for (let i = 0; i < testDays + useDays; i++) {
    const at = dayStart(current) + random.between(9, 19) * HOUR_MS
    const isTest = i < testDays
    const category = isTest
      ? random.pick(['personal_care', 'health_fitness', 'kids_pets'] as const)
      : random.pick(['health_fitness', 'home', 'kids_pets', 'personal_care'] as const)
    const amount = isTest ? drawAmount(random, 16, 0.35) : drawAmount(random, 165, 0.4)
    const merchant = pickMerchant(episode, category, customer.homeCity)
    purchases.push(abuse(episode, 'slow_card_testing', merchant, at, amount))
    current += 1 + random.integer(2)
  }
  return purchases
}
