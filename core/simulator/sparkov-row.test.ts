import { expect, test } from 'vitest'
import { sparkov } from '../datasets/sparkov.ts'
import { simulateTransactions } from './simulate-transactions.ts'
import { sparkovHeader, toSparkovRow } from './sparkov-row.ts'

const transactions = [...simulateTransactions({ seed: 3, cards: 60, to: '2017-02' })]

test('the header names the columns of the public file, with or without the label', () => {
  expect(sparkovHeader({ withLabel: false })).toBe(sparkov.columns.join(','))
  expect(sparkovHeader({ withLabel: true })).toBe(`${sparkov.columns.join(',')},is_fraud`)
})

test('a row without the label is the same row, shorter', () => {
  for (const transaction of transactions.slice(0, 200)) {
    const labelled = toSparkovRow(transaction, { withLabel: true })
    expect(labelled.slice(0, -2)).toBe(toSparkovRow(transaction, { withLabel: false }))
  }
})

test('both times of a row are the same instant', () => {
  for (const transaction of transactions) {
    const row = toSparkovRow(transaction, { withLabel: false })
    const unixTime = Number(row.match(/,[0-9a-f]{32},(\d+),/)![1])
    expect(Date.parse(`${row.slice(0, 19).replace(' ', 'T')}Z`)).toBe(unixTime * 1000)
  }
})

test('names with commas are quoted', () => {
  const name = transactions.find(({ merchant }) => merchant.name.includes(','))!
  expect(toSparkovRow(name, { withLabel: false })).toContain(`,"${name.merchant.name}",`)
})

test('no card number is a real one: every check digit is wrong', () => {
  const numbers = new Set(transactions.map(({ customer }) => customer.cardNumber))
  expect(numbers.size).toBeGreaterThan(30)
  expect([...numbers].filter(passesLuhn)).toEqual([])
})

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, position) => {
    const value = Number(digit) * (position % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}
