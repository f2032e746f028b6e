import { HOUR_MS } from '../../durations.ts'
import { dayStart } from '../calendar.ts'
import type { Purchase } from '../purchase.ts'
import { abuse, drawAmount, type Episode, pickMerchant } from './episode.ts'

/**
 * The habit of 2019: somebody with the owner's login orders groceries and gift cards by day, a little
 * more each time, until it is noticed.
 */
export function planAccountTakeover(episode: Episode): Purchase[] {
  const { random, customer, day } = episode
  const purchases: Purchase[] = []
  const count = 5 + random.integer(3)
  let at = dayStart(day) + random.between(9, 18) * HOUR_MS
  let median = random.between(140, 210)
  for (let i = 0; i < count; i++) {
    const category = random.pick(['grocery_net', 'grocery_net', 'grocery_pos'] as const)
    const merchant = pickMerchant(episode, category, customer.homeCity)
    purchases.push(
      abuse(episode, 'account_takeover', merchant, at, drawAmount(random, median, 0.15)),
    )
    at += random.chance(0.5) ? random.between(2, 5) * HOUR_MS : random.between(22, 27) * HOUR_MS
    median *= 1.32
  }
  return purchases
}
