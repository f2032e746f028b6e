import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../durations.ts'
import { distanceKm } from '../../features/distance.ts'
import { addMonths, listMonths, type Month } from '../../month.ts'
import { dayAfter, dayOf, firstDayOf } from '../calendar.ts'
import type { Purchase } from '../purchase.ts'
import { spendingCategories } from '../spending-categories.ts'
import { buildWorld } from '../world.ts'
import type { FraudPattern } from './pattern-mix.ts'
import { PLAN_REACH_MONTHS, planFraud } from './plan-fraud.ts'
import { PlannedFraud } from './planned-fraud.ts'

const world = buildWorld(9, 400)
const months = listMonths('2018-01', '2019-06')
const planned = months.flatMap((month) => planFraud(world, month, 4))

test('fraud planned in a month happens in it or in the months that a later start looks back', () => {
  for (const month of ['2018-02', '2019-02'] as Month[]) {
    const days = planFraud(world, month, 4).map(({ occurredAt }) => dayOf(occurredAt))
    expect(Math.min(...days)).toBeGreaterThanOrEqual(firstDayOf(month))
    expect(Math.max(...days)).toBeLessThan(dayAfter(addMonths(month, PLAN_REACH_MONTHS)))
  }
})

test('what waits for its day stays bounded by the cards, however long the run', () => {
  const waiting = new PlannedFraud(0)
  const sizes = listMonths('2017-01', '2027-12').map((month) => {
    waiting.add(planFraud(world, month, 1))
    const size = waiting.size
    for (let day = firstDayOf(month); day < dayAfter(month); day++) waiting.take(day)
    return size
  })
  expect(Math.max(...sizes)).toBeLessThan(world.customers.length)
  expect(Math.max(...sizes.slice(-24))).toBeLessThan(2 * Math.max(...sizes.slice(0, 24)))
})

describe('a pattern', () => {
  test('of card testing tries a few dollars, then takes much within a day', () => {
    for (const episode of episodesOf('card_testing', DAY_MS)) {
      const amounts = episode.map(({ amountCents }) => amountCents)
      expect(Math.max(...amounts)).toBeGreaterThan(4 * Math.min(...amounts))
      expect(spanOf(episode)).toBeLessThan(DAY_MS)
    }
  })

  test('of a night burst buys online, several times, at night', () => {
    for (const episode of episodesOf('night_burst', DAY_MS / 2)) {
      expect(episode.length).toBeGreaterThanOrEqual(4)
      expect(episode.every(({ merchant }) => spendingCategories[merchant.category]!.isOnline)).toBe(
        true,
      )
      const hour = new Date(episode[0]!.occurredAt).getUTCHours()
      expect(hour === 23 || hour < 3).toBe(true)
    }
  })

  test('of impossible travel is in shops at least three hundred kilometres from home', () => {
    for (const { customer, latitude, longitude } of purchasesOf('impossible_travel')) {
      const kilometres = distanceKm(customer.latitude, customer.longitude, latitude, longitude)
      expect(kilometres).toBeGreaterThan(300)
    }
  })

  test('of a compromised merchant strikes several cards in one city', () => {
    const cities = new Map<number, Set<number>>()
    for (const { merchant, customer } of purchasesOf('compromised_merchant')) {
      const victims = cities.get(merchant.city!) ?? new Set()
      cities.set(merchant.city!, victims.add(customer.index))
    }
    expect(Math.max(...[...cities.values()].map((victims) => victims.size))).toBeGreaterThan(3)
  })

  test('of a lunch burst begins between eleven and half past one', () => {
    for (const [first] of episodesOf('lunch_burst', DAY_MS / 4)) {
      const hour = (first!.occurredAt % DAY_MS) / HOUR_MS
      expect(hour).toBeGreaterThanOrEqual(11)
      expect(hour).toBeLessThan(13.5)
    }
  })

  test('of an account takeover rises', () => {
    for (const episode of episodesOf('account_takeover', 2 * DAY_MS)) {
      if (episode.length < 5) continue // the customer left meanwhile
      expect(episode.at(-1)!.amountCents).toBeGreaterThan(1.5 * episode[0]!.amountCents)
    }
  })

  test('of slow card testing stays in daylight and takes days', () => {
    for (const { occurredAt } of purchasesOf('slow_card_testing')) {
      const hour = (occurredAt % DAY_MS) / HOUR_MS
      expect(hour >= 9 && hour < 19).toBe(true)
    }
  })
})

function purchasesOf(pattern: FraudPattern): Purchase[] {
  const found = planned.filter(({ fraudPattern }) => fraudPattern === pattern)
  expect(found.length).toBeGreaterThan(10)
  return found
}

/** A card's purchases of one pattern, split where nothing happens for longer than `gapMs`. */
function episodesOf(pattern: FraudPattern, gapMs: number): Purchase[][] {
  const episodes: Purchase[][] = []
  const byCard = Map.groupBy(purchasesOf(pattern), ({ customer }) => customer.index)
  for (const purchases of byCard.values()) {
    let episode: Purchase[] = []
    for (const purchase of purchases.sort((a, b) => a.occurredAt - b.occurredAt)) {
      if (episode.length > 0 && purchase.occurredAt - episode.at(-1)!.occurredAt > gapMs) {
        episodes.push(episode)
        episode = []
      }
      episode.push(purchase)
    }
    episodes.push(episode)
  }
  return episodes
}

function spanOf(episode: readonly Purchase[]): number {
  return episode.at(-1)!.occurredAt - episode[0]!.occurredAt
}
