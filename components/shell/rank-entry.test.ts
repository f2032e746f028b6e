import { expect, test } from 'vitest'
import { rankEntry } from './rank-entry.ts'

test.each([
  ['Months January 2019', '2019', 1],
  ['Months September 2018', '2019', 0],
  ['Months January 2019', 'jan 2019', 1],
  ['Months January 2019', '  2019   JANUARY ', 1],
  ['Uploads transactions-2019.csv', '2019', 0.5],
  ['Actions Dark theme', 'dark light', 0],
  ['Actions Dark theme', '', 1],
])('%s, asked for by "%s", ranks %d', (name, typed, rank) => {
  expect(rankEntry(name, typed)).toBe(rank)
})

test('other words find an entry too', () => {
  expect(rankEntry('Pages Account', 'password', ['password'])).toBe(1)
})
