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
  card_testing: 3.8,
  night_burst: 3.2,
  impossible_travel: 4.2,
  slow_card_testing: 0,
  lunch_burst: 0,
  account_takeover: 0,
}

const after: EpisodeRates = {
  card_testing: 1.8,
  night_burst: 1.6,
  impossible_travel: 3.2,
  slow_card_testing: 3.4,
  lunch_burst: 3.3,
  account_takeover: 2.7,
}

const change = firstDayOf('2019-01')
const newHabitsSettled = firstDayOf('2019-02')
const oldHabitsFaded = firstDayOf('2019-04')

/**
 * Episodes of each pattern that begin per card in a month, by the habits of the given day: new tricks
 * spread within January 2019, old ones fade until the end of March.
 */
export function episodeRates(day: number): [EpisodePattern, number][] {
  const spread = passedShare(day, newHabitsSettled)
  const faded = passedShare(day, oldHabitsFaded)
  return Object.entries(before).map(([pattern, rate]) => {
    const name = pattern as EpisodePattern // the keys of EpisodeRates
    const share = after[name] > rate ? spread : faded
    return [name, (rate * (1 - share) + after[name] * share) / 1000]
  })
}

/** How much of the time from the change of habits to `end` has passed, from 0 to 1. */
function passedShare(day: number, end: number): number {
  return Math.min(1, Math.max(0, (day - change) / (end - change)))
}

/** Breaches of a merchant's card data per month, whatever the number of cards. */
export const breachesPerMonth = 3
