import { expect, test } from 'vitest'
import {
  dayAfter,
  dayOf,
  dayStart,
  firstDayOf,
  isGiftSeason,
  seasonFactor,
  weekdayOf,
} from './calendar.ts'

const dayOfDate = (text: string) => dayOf(Date.parse(`${text}T12:00:00Z`))

test('days are counted from the first of January 2017', () => {
  expect(dayOfDate('2017-01-01')).toBe(0)
  expect(firstDayOf('2018-01')).toBe(365)
  expect(dayAfter('2017-02')).toBe(31 + 28)
  expect(new Date(dayStart(59)).toISOString()).toBe('2017-03-01T00:00:00.000Z')
})

test('a weekday is the one of the calendar, Monday first', () => {
  for (const date of ['2017-01-01', '2018-05-17', '2019-06-30']) {
    const sundayFirst = new Date(`${date}T00:00:00Z`).getUTCDay()
    expect(weekdayOf(dayOfDate(date))).toBe((sundayFirst + 6) % 7)
  }
})

test('people buy most before Christmas and least on the day', () => {
  expect(seasonFactor(dayOfDate('2018-12-23'))).toBeGreaterThan(1.5)
  expect(seasonFactor(dayOfDate('2018-12-25'))).toBeLessThan(0.5)
  expect(seasonFactor(dayOfDate('2018-01-15'))).toBeLessThan(1)
  expect(isGiftSeason(dayOfDate('2018-11-21'))).toBe(false)
  expect(isGiftSeason(dayOfDate('2018-11-22'))).toBe(true)
  expect(isGiftSeason(dayOfDate('2018-12-25'))).toBe(false)
})
