import { HOUR_MS, MINUTE_MS } from '../../durations.ts'
import { dayStart } from '../calendar.ts'
import type { Purchase } from '../purchase.ts'
import { abuse, drawAmount, type Episode, pickMerchant } from './episode.ts'

/** While the owner sleeps: four to seven online purchases between eleven at night and four. */
export function planNightBurst(episode: Episode): Purchase[] {
  const { random, customer, day } = episode
  const purchases: Purchase[] = []
  let at = dayStart(day) + random.between(23, 27) * HOUR_MS
  const count = 4 + random.integer(4)
  for (let i = 0; i < count; i++) {
    const category = random.pick(['shopping_net', 'shopping_net', 'misc_net'] as const)
    const merchant = pickMerchant(episode, category, customer.homeCity)
    purchases.push(abuse(episode, 'night_burst', merchant, at, drawAmount(random, 130, 0.75)))
    at += random.between(1, 25) * MINUTE_MS
  }
  return purchases
}

/** The habit of 2019: the burst hides in the lunch break, in meals and tickets of everyday size. */
export function planLunchBurst(episode: Episode): Purchase[] {
  const { random, customer, day } = episode
  const purchases: Purchase[] = []
  let at = dayStart(day) + random.between(11, 13.5) * HOUR_MS
  const count = 4 + random.integer(3)
  for (let i = 0; i < count; i++) {
    const category = random.pick(['food_dining', 'food_dining', 'entertainment'] as const)
    const merchant = pickMerchant(episode, category, customer.homeCity)
    purchases.push(abuse(episode, 'lunch_burst', merchant, at, drawAmount(random, 110, 0.4)))
    at += random.between(2, 20) * MINUTE_MS
  }
  return purchases
}
