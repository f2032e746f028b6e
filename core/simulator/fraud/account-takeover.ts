import { dayStart } from '../calendar.ts'
import type { Purchase } from '../purchase.ts'
import { abuse, drawAmount, type Episode, HOUR_MS, pickMerchant } from './episode.ts'

/**
 * The habit of 2019: somebody with the owner's login buys groceries and gift cards near the home, by
 * day, a little more every day or two, until it is noticed.
 */
export function planAccountTakeover(episode: Episode): Purchase[] {
  const { random, customer, day } = episode
  const purchases: Purchase[] = []
  const count = 5 + random.integer(4)
  let current = day
  let median = random.between(70, 110)
  for (let i = 0; i < count; i++) {
    const at = dayStart(current) + random.between(9, 20) * HOUR_MS
    const category = random.pick(['grocery_pos', 'grocery_pos', 'grocery_net', 'misc_pos'] as const)
    const merchant = pickMerchant(episode, category, customer.homeCity)
    purchases.push(
      abuse(episode, 'account_takeover', merchant, at, drawAmount(random, median, 0.2)),
    )
    current += 1 + random.integer(2)
    median *= 1.22
  }
  return purchases
}
