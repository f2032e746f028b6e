import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ParsedTransaction } from '../datasets/profile.ts'
import { DAY_MS, HOUR_MS } from '../durations.ts'
import { cardFeatures } from './card-features.ts'
import {
  CARD_ATTRIBUTES,
  CARD_STATE_LENGTH,
  CATEGORY_SLOTS,
  emptyCardState,
  isLate,
  OWN_ATTRIBUTES,
  signedLog,
  timeSinceLatest,
  updateCardState,
  writeCardFeatures,
} from './card-history.ts'

const start = Date.UTC(2019, 0, 7, 12)

interface Payment {
  after?: number
  amount?: number
  merchant?: number
  category?: number
  isOnline?: boolean
}

function pay({ after = 0, amount = 20, merchant = 1, category = 0, isOnline = false }: Payment) {
  const attributes = new Array<number>(OWN_ATTRIBUTES).fill(0)
  attributes[CARD_ATTRIBUTES.merchantHash] = merchant
  attributes[CARD_ATTRIBUTES.categorySlot] = category
  attributes[CARD_ATTRIBUTES.isOnline] = isOnline ? 1 : 0
  const read: Partial<ParsedTransaction> = {
    occurredAt: start + after,
    amountCents: Math.round(amount * 100),
    attributes,
  }
  return read as ParsedTransaction // only what a history reads
}

function history(...payments: Payment[]): Float64Array {
  const state = emptyCardState()
  for (const payment of payments) updateCardState(state, pay(payment))
  return state
}

function featuresAt(state: Float64Array, payment: Payment) {
  const out = new Float32Array(cardFeatures.length)
  writeCardFeatures(state, pay(payment), out, 0)
  return Object.fromEntries(cardFeatures.map(({ name }, index) => [name, out[index]!]))
}

const payments = fc.array(
  fc.record({
    after: fc.integer({ min: -DAY_MS, max: 90 * DAY_MS }),
    amount: fc.integer({ min: -50_000, max: 5_000_000 }).map((cents) => cents / 100),
    merchant: fc.integer({ min: 1, max: 40 }),
    category: fc.nat(CATEGORY_SLOTS - 1),
    isOnline: fc.boolean(),
  }),
  { maxLength: 60 },
)

describe('writeCardFeatures', () => {
  test('says of an unknown card that nothing is usual yet', () => {
    expect(featuresAt(emptyCardState(), { amount: 912 })).toEqual({
      seconds_since_last: 2_592_000,
      count_1h: 0,
      amount_1h: 0,
      count_24h: 0,
      amount_24h: 0,
      count_7d: 0,
      amount_7d: 0,
      usual_count_24h: 0,
      usual_amount: Number.NaN,
      amount_z_score: 0,
      amount_ratio: 1,
      usual_category_amount: Number.NaN,
      category_amount_ratio: 1,
      is_new_merchant: 1,
      is_new_category: 1,
      new_merchants_24h: 0,
      hour_share: 0.125,
      online_share: 0.5,
      small_online_1h: 0,
      history_length: 0,
    })
  })

  test('does not see the transaction itself', () => {
    const state = history({}, { after: HOUR_MS })
    const before = state.slice()
    const once = featuresAt(state, { after: 2 * HOUR_MS, amount: 999 })
    expect(featuresAt(state, { after: 2 * HOUR_MS, amount: 999 })).toEqual(once)
    expect(state).toEqual(before)
  })

  test('counts and sums over an hour, a day and a week, decayed', () => {
    const features = featuresAt(history({ amount: 10 }), { after: HOUR_MS })
    expect(features.seconds_since_last).toBe(3600)
    expect(features.count_1h).toBeCloseTo(Math.exp(-1))
    expect(features.amount_1h).toBeCloseTo(10 * Math.exp(-1))
    expect(features.count_24h).toBeCloseTo(Math.exp(-1 / 24))
    expect(features.amount_24h).toBeCloseTo(10 * Math.exp(-1 / 24))
    expect(features.count_7d).toBeCloseTo(Math.exp(-1 / 168))
    expect(features.amount_7d).toBeCloseTo(10 * Math.exp(-1 / 168))
  })

  test('counts what falls into the window, for a steady card', () => {
    const everyTwoHours = Array.from({ length: 1000 }, (_, index) => ({
      after: index * 2 * HOUR_MS,
    }))
    const features = featuresAt(history(...everyTwoHours), { after: 2000 * HOUR_MS })
    expect(features.count_24h).toBeCloseTo(12, -0.5)
    expect(features.count_7d).toBeCloseTo(84, -0.5)
    expect(features.usual_count_24h! / features.count_24h!).toBeCloseTo(1, 0)
  })

  test('shows card testing: many small online payments to new merchants in minutes', () => {
    const tries = Array.from({ length: 8 }, (_, index) => ({
      after: index * 60_000,
      amount: 1.5,
      merchant: 100 + index,
      isOnline: true,
    }))
    const habits = Array.from({ length: 30 }, (_, index) => ({ after: (index - 30) * DAY_MS }))
    const features = featuresAt(history(...habits, ...tries), { after: 9 * 60_000, amount: 800 })
    expect(features.small_online_1h).toBeGreaterThan(7)
    expect(features.new_merchants_24h).toBeGreaterThan(7)
    expect(features.count_1h! / features.usual_count_24h!).toBeGreaterThan(5)
    expect(features.amount_ratio).toBeGreaterThan(40)
    expect(features.amount_z_score).toBeGreaterThan(2)
  })

  test('knows the hours of a card', () => {
    const noons = Array.from({ length: 30 }, (_, index) => ({ after: index * DAY_MS }))
    const state = history(...noons)
    expect(featuresAt(state, { after: 30 * DAY_MS }).hour_share).toBeGreaterThan(0.6)
    expect(featuresAt(state, { after: 30 * DAY_MS - 9 * HOUR_MS }).hour_share).toBeLessThan(0.05)
  })

  test('knows what is usual in a category, and elsewhere', () => {
    const state = history(
      { amount: 10, category: 3 },
      { amount: 30, category: 3 },
      { amount: 500, category: 5 },
    )
    expect(featuresAt(state, { amount: 41, category: 3 })).toMatchObject({
      usual_amount: 180,
      usual_category_amount: 20,
      category_amount_ratio: 2,
      is_new_category: 0,
    })
    expect(featuresAt(state, { category: 4 })).toMatchObject({
      usual_category_amount: Number.NaN,
      category_amount_ratio: 1,
      is_new_category: 1,
    })
  })

  test('remembers the last 24 merchants', () => {
    const visits = Array.from({ length: 24 }, (_, index) => ({ merchant: index + 1 }))
    const state = history(...visits)
    expect(featuresAt(state, { merchant: 1 }).is_new_merchant).toBe(0)
    updateCardState(state, pay({ merchant: 1 }))
    updateCardState(state, pay({ merchant: 99 }))
    expect(featuresAt(state, { merchant: 1 }).is_new_merchant).toBe(0)
    expect(featuresAt(state, { merchant: 2 }).is_new_merchant).toBe(1)
    expect(featuresAt(state, { merchant: 3 }).is_new_merchant).toBe(0)
  })

  test('leaves refunds out of sums, means and categories', () => {
    const state = history({ amount: 40, category: 1 }, { amount: -500, category: 2 })
    expect(featuresAt(state, { amount: 40, category: 2 })).toMatchObject({
      count_1h: 2,
      amount_1h: 40,
      usual_amount: 40,
      is_new_category: 1,
      history_length: 2,
    })
  })

  test('counts a payment of nothing as a payment', () => {
    const state = history({ amount: 0, category: 2 })
    expect(featuresAt(state, { amount: 40, category: 2 })).toMatchObject({
      usual_amount: 0,
      is_new_category: 0,
    })
  })

  test('follows a change of habit', () => {
    const cheap = Array.from({ length: 300 }, (_, index) => ({
      after: index * HOUR_MS,
      amount: 10,
    }))
    const dear = Array.from({ length: 300 }, (_, index) => ({
      after: (300 + index) * HOUR_MS,
      amount: 200,
    }))
    const features = featuresAt(history(...cheap, ...dear), { after: 700 * HOUR_MS })
    expect(features.usual_amount).toBeGreaterThan(180)
    expect(features.usual_category_amount).toBeGreaterThan(180)
  })

  test('is finite but for the two amounts that may be unknown, whatever the history', () => {
    fc.assert(
      fc.property(payments, (sequence) => {
        const state = emptyCardState()
        for (const payment of sequence) {
          for (const [name, value] of Object.entries(featuresAt(state, payment))) {
            if (Number.isNaN(value)) expect(name).toMatch(/^usual_(category_)?amount$/)
            else expect(Number.isFinite(value)).toBe(true)
            if (!/ratio|z_score/.test(name) && !Number.isNaN(value))
              expect(value).toBeGreaterThanOrEqual(0)
          }
          updateCardState(state, pay(payment))
          expect(state).toHaveLength(CARD_STATE_LENGTH)
          expect(state.every(Number.isFinite)).toBe(true)
        }
      }),
      { seed: 1 },
    )
  })
})

describe('rows out of order', () => {
  test('count as simultaneous with the latest one', () => {
    const state = history({}, { after: 10 * HOUR_MS })
    expect(timeSinceLatest(state, start + 4 * HOUR_MS)).toBe(0)
    expect(isLate(state, start + 4 * HOUR_MS)).toBe(true)
    expect(isLate(state, start + 10 * HOUR_MS)).toBe(false)
    const features = featuresAt(state, { after: 4 * HOUR_MS })
    expect(features).toMatchObject({ seconds_since_last: 0, history_length: 2 })
    expect(features.count_1h).toBeCloseTo(1 + Math.exp(-10))
  })

  test('never turn the clock of a card back', () => {
    fc.assert(
      fc.property(payments, (sequence) => {
        const state = emptyCardState()
        let latest = Number.NEGATIVE_INFINITY
        for (const payment of sequence) {
          updateCardState(state, pay(payment))
          latest = Math.max(latest, start + payment.after)
          expect(timeSinceLatest(state, latest + 5)).toBe(5)
        }
      }),
      { seed: 2 },
    )
  })

  test('a late row adds as much to every count as one that is on time', () => {
    const late = history({}, { after: 10 * HOUR_MS }, { after: 4 * HOUR_MS })
    const onTime = history({}, { after: 10 * HOUR_MS }, { after: 10 * HOUR_MS })
    const at = { after: 11 * HOUR_MS }
    expect({ ...featuresAt(late, at), hour_share: 0 }).toEqual({
      ...featuresAt(onTime, at),
      hour_share: 0,
    })
  })
})

test('signedLog mirrors refunds', () => {
  expect(signedLog(Math.E - 1)).toBeCloseTo(1)
  expect(signedLog(1 - Math.E)).toBeCloseTo(-1)
  expect(signedLog(0)).toBe(0)
})
