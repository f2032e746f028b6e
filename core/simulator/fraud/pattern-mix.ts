import { firstDayOf } from '../calendar.ts'

/** What a fraud looks like. The last three appear in 2019 only. */
export type FraudPattern =
  | 'card_testing'
  | 'night_burst'
  | 'impossible_travel'
  | 'compromised_merchant'
  | 'slow_card_testing'
  | 'lunch_burst'
  | 'account_takeover'

/** Patterns that strike single cards, one episode at a time. */
export type EpisodePattern = Exclude<FraudPattern, 'compromised_merchant'>

/** Episodes per thousand cards and month. */
type EpisodeRates = Readonly<Record<EpisodePattern, number>>

const before: EpisodeRates = {
  card_testing: 4.2,
  night_burst: 3.6,
  impossible_travel: 4.4,
  slow_card_testing: 0,
  lunch_burst: 0,
  account_takeover: 0,
}

const after: EpisodeRates = {
  card_testing: 1.7,
  night_burst: 1.5,
  impossible_travel: 3.4,
  slow_card_testing: 3.8,
  lunch_burst: 3.4,
  account_takeover: 3.2,
}

const changeBegins = firstDayOf('2019-01')
const changeEnds = firstDayOf('2019-04')

/**
 * How far the habits have changed on a day: 0 until the end of 2018, 1 from April 2019; fast at
 * first, for a new trick spreads quickly.
 */
export function changeOfHabits(day: number): number {
  const passed = Math.min(1, Math.max(0, (day - changeBegins) / (changeEnds - changeBegins)))
  return passed * (2 - passed)
}

/** Episodes of each pattern that begin per card in a month, by the habits of the given day. */
export function episodeRates(day: number): [EpisodePattern, number][] {
  const change = changeOfHabits(day)
  return Object.entries(before).map(([pattern, rate]) => {
    const name = pattern as EpisodePattern // the keys of EpisodeRates
    return [name, (rate * (1 - change) + after[name] * change) / 1000]
  })
}

/** Breaches of a merchant's card data per month, whatever the number of cards. */
export const breachesPerMonth = 3
