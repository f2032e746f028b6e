import { expect, test } from 'vitest'
import { addMonths, isMonth, listMonths, monthOf, monthStart, parseMonth } from './month.ts'

test('a month is found from the last instant before the next one begins', () => {
  expect(monthOf(Date.parse('2019-01-31T23:59:59.999Z'))).toBe('2019-01')
  expect(monthOf(Date.parse('2019-02-01T00:00:00Z'))).toBe('2019-02')
})

test('adding months crosses years in both directions', () => {
  expect(addMonths('2018-12', 1)).toBe('2019-01')
  expect(addMonths('2019-01', -13)).toBe('2017-12')
})

test('a list of months holds both ends and is empty when reversed', () => {
  expect(listMonths('2018-11', '2019-02')).toEqual(['2018-11', '2018-12', '2019-01', '2019-02'])
  expect(listMonths('2019-02', '2018-11')).toEqual([])
})

test('a date from Postgres and a month from a URL parse alike; anything else is refused', () => {
  expect(parseMonth('2019-01-01')).toBe('2019-01')
  expect(monthStart(parseMonth('2019-01'))).toBe(Date.UTC(2019, 0, 1))
  expect(isMonth('2019-13')).toBe(false)
  expect(() => parseMonth('January')).toThrow(RangeError)
})
