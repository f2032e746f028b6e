import { expect, test } from 'vitest'
import { transactionNumber } from './transaction-number.ts'

test('no two transactions of a world share a number', () => {
  const numbers = new Set<string>()
  for (let day = 0; day < 300; day++) {
    for (let position = 0; position < 300; position++) {
      numbers.add(transactionNumber(7, day, position))
    }
  }
  expect(numbers.size).toBe(90_000)
})

test('a number is 32 hexadecimal digits and depends on the seed', () => {
  expect(transactionNumber(7, 1, 2)).toMatch(/^[0-9a-f]{32}$/)
  expect(transactionNumber(8, 1, 2)).not.toBe(transactionNumber(7, 1, 2))
})
