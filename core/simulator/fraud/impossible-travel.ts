import { HOUR_MS, MINUTE_MS } from '../../durations.ts'
import { dayStart } from '../calendar.ts'
import { cities } from '../cities.ts'
import { describeDay, writeGenuineDay } from '../genuine-day.ts'
import type { Purchase } from '../purchase.ts'
import { abuse, drawAmount, type Episode, pickMerchant } from './episode.ts'

/** A copy is used at least this many degrees away, about five hundred kilometres. */
const FAR_DEGREES = 5

/**
 * A copied card pays in shops of a far city within hours of the owner's own purchase at home: gas
 * to see whether it works, then goods that sell well.
 */
export function planImpossibleTravel(episode: Episode): Purchase[] {
  const { random, day } = episode
  const city = pickFarCity(episode)
  let at =
    (lastOwnPurchase(episode) ?? dayStart(day) + 12 * HOUR_MS) + random.between(0.3, 4) * HOUR_MS
  const count = 2 + random.integer(3)
  const purchases: Purchase[] = []
  for (let i = 0; i < count; i++) {
    const category =
      i === 0
        ? 'gas_transport'
        : random.pick(['grocery_pos', 'shopping_pos', 'shopping_pos', 'misc_pos'] as const)
    const amount = i === 0 ? drawAmount(random, 40, 0.4) : drawAmount(random, 170, 0.6)
    const merchant = pickMerchant(episode, category, city)
    purchases.push(abuse(episode, 'impossible_travel', merchant, at, amount))
    at += random.between(10, 90) * MINUTE_MS
  }
  return purchases
}

function pickFarCity({ random, customer }: Episode): number {
  for (;;) {
    const position = random.integer(cities.length)
    const city = cities[position]!
    const distance =
      Math.abs(city.latitude - customer.latitude) + Math.abs(city.longitude - customer.longitude)
    if (distance >= FAR_DEGREES) return position
  }
}

/** When the owner paid last on that day; null when the card stayed in the pocket. */
function lastOwnPurchase({ world, customer, day }: Episode): number | null {
  const own: Purchase[] = []
  writeGenuineDay(world, customer, describeDay(day), own)
  return own.length === 0 ? null : Math.max(...own.map((purchase) => purchase.occurredAt))
}
