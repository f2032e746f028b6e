import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sparkov } from '../datasets/sparkov.ts'
import { validatePart } from '../ingest/validate-part.ts'
import { type Month, monthOf } from '../month.ts'
import {
  type SimulatedTransaction,
  type SimulationOptions,
  simulateTransactions,
} from './simulate-transactions.ts'
import { sparkovHeader, toSparkovRow } from './sparkov-row.ts'

const now = Date.UTC(2025, 0)
const small: SimulationOptions = { seed: 5, cards: 150, fraudScale: 3 }

function rowsOf(options: SimulationOptions): string[] {
  return Array.from(simulateTransactions(options), (transaction) =>
    toSparkovRow(transaction, { withLabel: true }),
  )
}

function hashOf(rows: readonly string[]): string {
  return createHash('sha256').update(rows.join('\n')).digest('hex')
}

describe('one seed', () => {
  const quarter = { ...small, from: '2018-11' as Month, to: '2019-01' as Month }

  test('gives the same bytes every time, in Node, Deno and browsers', () => {
    // Deno's hash is the same; it changes only with the rules of the world.
    const golden = '2f5f17db6c70d0973d9c6d8e55ca630a45fbb9fe39169f5d41ecbab695c726f8'
    expect(hashOf(rowsOf(quarter))).toBe(golden)
    expect(hashOf(rowsOf(quarter))).toBe(golden)
  })

  test('gives bytes that another seed does not give', () => {
    expect(hashOf(rowsOf({ ...quarter, seed: 6 }))).not.toBe(hashOf(rowsOf(quarter)))
  })
})

describe('a full run', () => {
  const transactions = [...simulateTransactions(small)]
  const frauds = transactions.filter(({ fraudPattern }) => fraudPattern !== null)

  test('begins in January 2017 and ends in June 2019, in the order of time', () => {
    expect(monthOf(transactions[0]!.occurredAt)).toBe('2017-01')
    expect(monthOf(transactions.at(-1)!.occurredAt)).toBe('2019-06')
    const backwards = transactions.filter(
      ({ occurredAt }, index) => index > 0 && occurredAt < transactions[index - 1]!.occurredAt,
    )
    expect(backwards).toEqual([])
  })

  test('numbers every transaction differently', () => {
    const numbers = new Set(transactions.map(({ transactionNumber }) => transactionNumber))
    expect(numbers.size).toBe(transactions.length)
    expect([...numbers].filter((number) => !/^[0-9a-f]{32}$/.test(number))).toEqual([])
  })

  test('is accepted by the sparkov profile, row by row', () => {
    const rows = transactions.map((transaction) => toSparkovRow(transaction, { withLabel: true }))
    const part = validatePart({
      profile: sparkov,
      columns: sparkovHeader({ withLabel: true }).split(','),
      firstLine: 2,
      bytes: new TextEncoder().encode(`${rows.join('\n')}\n`),
      now,
    })
    expect(part.rejected).toEqual([])
    expect(part.transactions).toHaveLength(transactions.length)
    expect(part.transactions.filter(({ isFraud }) => isFraud)).toHaveLength(frauds.length)
  })

  test('starts later with exactly the tail of the whole', () => {
    const rows = transactions.map((transaction) => toSparkovRow(transaction, { withLabel: true }))
    for (const from of ['2017-03', '2018-12', '2019-05'] as Month[]) {
      const tail = rows.filter((row) => row.slice(0, 7) >= from)
      expect(hashOf(rowsOf({ ...small, from }))).toBe(hashOf(tail))
    }
  })

  test('holds the four patterns of old in 2018, and the three new ones only in 2019', () => {
    const old = ['card_testing', 'compromised_merchant', 'impossible_travel', 'night_burst']
    expect(patternsIn('2018')).toEqual(old)
    expect(patternsIn('2019')).toEqual(
      [...old, 'account_takeover', 'lunch_burst', 'slow_card_testing'].sort(),
    )
  })

  test('has a few dozen frauds in every quarter', () => {
    const quarters = new Map<string, number>()
    for (const { occurredAt } of frauds) {
      const date = new Date(occurredAt)
      const quarter = `${date.getUTCFullYear()}-${Math.floor(date.getUTCMonth() / 3)}`
      quarters.set(quarter, (quarters.get(quarter) ?? 0) + 1)
    }
    expect(quarters.size).toBe(10)
    expect(Math.min(...quarters.values())).toBeGreaterThan(24)
  })

  test('never uses a card before its holder arrived or after the holder left', () => {
    const misplaced = transactions.filter(({ customer, occurredAt }) => {
      const day = Math.floor((occurredAt - Date.UTC(2017, 0)) / 86_400_000)
      return day < customer.arrivalDay || day >= customer.departureDay
    })
    expect(misplaced).toEqual([])
    expect(transactions.some(({ customer }) => customer.arrivalDay > 0)).toBe(true)
    expect(transactions.some(({ customer }) => customer.departureDay < 800)).toBe(true)
  })

  function patternsIn(year: string): string[] {
    const found = frauds.filter(({ occurredAt }) => monthOf(occurredAt).startsWith(year))
    return [...new Set(found.map(({ fraudPattern }) => fraudPattern!))].sort()
  }
})

describe('the people of the full story', () => {
  // One quarter of the usual size: enough to measure habits, quick enough for every run.
  const quarter = [
    ...simulateTransactions({ seed: 5, cards: 1400, from: '2018-10', to: '2018-12' }),
  ]
  const genuine = quarter.filter(({ fraudPattern }) => fraudPattern === null)

  test('suffer fraud in about one of two hundred transactions', () => {
    const share = 1 - genuine.length / quarter.length
    expect(share).toBeGreaterThan(0.003)
    expect(share).toBeLessThan(0.008)
  })

  test('sleep at night, but not all of them', () => {
    const night = shareOf(genuine, (hour) => hour >= 22 || hour < 4)
    expect(night).toBeGreaterThan(0.05)
    expect(night).toBeLessThan(0.15)
    expect(shareOf(genuine, (hour) => hour >= 11 && hour < 14)).toBeGreaterThan(0.15)
  })

  test('buy more in December', () => {
    const december = genuine.filter(({ occurredAt }) => monthOf(occurredAt) === '2018-12').length
    const october = genuine.filter(({ occurredAt }) => monthOf(occurredAt) === '2018-10').length
    expect(december / october).toBeGreaterThan(1.2)
  })

  test('sometimes look like thieves: large amounts, purchases far away, several within minutes', () => {
    expect(genuine.filter(({ amountCents }) => amountCents > 100_000).length).toBeGreaterThan(20)
    const away = genuine.filter(
      ({ customer, latitude, longitude }) =>
        Math.abs(latitude - customer.latitude) + Math.abs(longitude - customer.longitude) > 5,
    )
    expect(away.length / genuine.length).toBeGreaterThan(0.005)
    const latest = new Map<number, number>()
    let quick = 0
    for (const { customer, occurredAt } of genuine) {
      if (occurredAt - (latest.get(customer.index) ?? 0) < 600_000) quick++
      latest.set(customer.index, occurredAt)
    }
    expect(quick).toBeGreaterThan(200)
  })

  function shareOf(
    transactions: readonly SimulatedTransaction[],
    matches: (hour: number) => boolean,
  ): number {
    const count = transactions.filter(({ occurredAt }) =>
      matches(new Date(occurredAt).getUTCHours()),
    ).length
    return count / transactions.length
  }
})

describe('impossible options', () => {
  test('are refused in a sentence', () => {
    expect(() => simulateTransactions({ seed: 1, cards: 0 }).next()).toThrow('0 cards')
    expect(() => simulateTransactions({ seed: 1, cards: 5, from: '2016-12' }).next()).toThrow(
      'begins in 2017-01',
    )
  })
})
