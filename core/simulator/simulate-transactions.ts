import { addMonths, listMonths, type Month } from '../month.ts'
import { dayAfter, firstDayOf, firstMonth } from './calendar.ts'
import { PLAN_REACH_MONTHS, planFraud } from './fraud/plan-fraud.ts'
import { PlannedFraud } from './fraud/planned-fraud.ts'
import { describeDay, writeGenuineDay } from './genuine-day.ts'
import type { Purchase } from './purchase.ts'
import { transactionNumber } from './transaction-number.ts'
import { buildWorld, isActive, type World } from './world.ts'

/** A purchase in its place in the stream. */
export interface SimulatedTransaction extends Purchase {
  /** 32 hexadecimal digits, unique in the world. */
  transactionNumber: string
}

/** What to simulate. */
export interface SimulationOptions {
  /** A whole number; the same seed and cards give the same world for ever. */
  seed: number
  /** Cards that ever exist; about three quarters of them from the first day on. */
  cards: number
  /** First month; 2017-01 or later. */
  from?: Month
  /** Last month, included. */
  to?: Month
  /** Multiplies the number of frauds; 1 gives about 0.5 % of all transactions. */
  fraudScale?: number
}

/**
 * Streams transactions in the order of time. Every day is made of its own random streams, so a run
 * that starts at a later month gives the tail of the full run, at once. Memory holds the cards, one
 * day of purchases and the fraud planned for the next months; it does not grow with time.
 * Throws RangeError for impossible options.
 */
export function* simulateTransactions({
  seed,
  cards,
  from = firstMonth,
  to = '2019-06',
  fraudScale = 1,
}: SimulationOptions): Generator<SimulatedTransaction, void, void> {
  if (!Number.isInteger(cards) || cards < 1) {
    throw new RangeError(`Cannot simulate ${cards} cards: give a whole number from 1.`)
  }
  if (from < firstMonth) {
    throw new RangeError(`Cannot simulate ${from}: the story begins in ${firstMonth}.`)
  }
  const world = buildWorld(seed, cards)
  const planned = new PlannedFraud(firstDayOf(from))
  for (let back = PLAN_REACH_MONTHS; back > 0; back--) {
    planned.add(planFraud(world, addMonths(from, -back), fraudScale))
  }
  for (const month of listMonths(from, to)) {
    planned.add(planFraud(world, month, fraudScale))
    for (let day = firstDayOf(month); day < dayAfter(month); day++) {
      const purchases = purchasesOf(world, day)
      purchases.push(...planned.take(day))
      purchases.sort(byTime)
      for (const [position, purchase] of purchases.entries()) {
        yield { ...purchase, transactionNumber: transactionNumber(seed, day, position) }
      }
    }
  }
}

function purchasesOf(world: World, day: number): Purchase[] {
  const today = describeDay(day)
  const purchases: Purchase[] = []
  for (const customer of world.customers) {
    if (isActive(customer, day)) writeGenuineDay(world, customer, today, purchases)
  }
  return purchases
}

/** A total order, so that the day's order does not depend on how its purchases were found. */
function byTime(a: Purchase, b: Purchase): number {
  return (
    a.occurredAt - b.occurredAt ||
    a.customer.index - b.customer.index ||
    Number(a.fraudPattern !== null) - Number(b.fraudPattern !== null) ||
    a.amountCents - b.amountCents
  )
}
