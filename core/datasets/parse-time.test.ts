import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DAY_NAMES,
  dateToMs,
  dayOfWeek,
  hourOfDay,
  parseDate,
  parseDateTime,
  parseTimeOfDay,
} from './parse-time.ts'

const instant = fc.date({
  min: new Date('0100-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
})

describe('dateToMs', () => {
  test('equals the calendar of the engine for every date', () => {
    fc.assert(
      fc.property(instant, (date) => {
        expect(dateToMs(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(
          Date.parse(`${date.toISOString().slice(0, 10)}T00:00:00Z`),
        )
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  test.each([
    [2019, 2, 29],
    [1900, 2, 29],
    [2019, 2, 31],
    [2019, 4, 31],
    [2019, 13, 1],
    [2019, 0, 1],
    [2019, 1, 0],
    [2019, 1, 32],
    [0, 1, 1],
    [10000, 1, 1],
    [-1, 1, 1],
  ])('knows no day %i-%i-%i', (year, month, day) => {
    expect(dateToMs(year, month, day)).toBeNaN()
  })

  test('knows the leap days', () => {
    expect(dateToMs(2020, 2, 29)).toBe(Date.UTC(2020, 1, 29))
    expect(dateToMs(2000, 2, 29)).toBe(Date.UTC(2000, 1, 29))
  })
})

describe('parseDateTime', () => {
  test.each([
    ['2019-01-01 00:00:18', '2019-01-01T00:00:18Z'],
    ['2020-6-21 12:14', '2020-06-21T12:14:00Z'],
    ['2020-12-1 2:05', '2020-12-01T02:05:00Z'],
    ['2019-01-01T23:59:59', '2019-01-01T23:59:59Z'],
  ])('reads %s', (text, iso) => {
    expect(parseDateTime(text)).toBe(Date.parse(iso))
  })

  test.each([
    '',
    '2019-01-01',
    '2019-01-01 ',
    '2019-02-31 00:00:00',
    '2019-01-01 24:00:00',
    '2019-01-01 00:60',
    '2019-01-01 00:00:60',
    '2019-01-01 00:00:00Z',
    '2019-01-01 00:00:0',
    '2019-01-01 000:00',
    '01/02/2019 10:00',
    '2019-1-1-1 10:00',
    '19-01-01 00:00',
    '2019-01-01  00:00',
    'yesterday at noon',
    '2019-001-01 00:00',
  ])('refuses %j', (text) => {
    expect(parseDateTime(text)).toBeNaN()
  })
})

test('parseDate reads dates with and without leading zeros, and nothing after them', () => {
  expect(parseDate('1988-03-09')).toBe(Date.UTC(1988, 2, 9))
  expect(parseDate('1988-3-9')).toBe(Date.UTC(1988, 2, 9))
  expect(parseDate('1988-03-09 ')).toBeNaN()
  expect(parseDate('1988')).toBeNaN()
})

test('parseTimeOfDay reads hours and minutes', () => {
  expect(parseTimeOfDay('06:21')).toBe((6 * 60 + 21) * 60_000)
  expect(parseTimeOfDay('25:00')).toBeNaN()
  expect(parseTimeOfDay('0621')).toBeNaN()
  expect(parseTimeOfDay('')).toBeNaN()
})

test('hourOfDay and dayOfWeek agree with the engine', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), noInvalidDate: true }), (date) => {
      expect(Math.floor(hourOfDay(date.getTime()))).toBe(date.getUTCHours())
      expect(dayOfWeek(date.getTime())).toBe((date.getUTCDay() + 6) % 7)
    }),
    { seed: 3 },
  )
  expect(hourOfDay(Date.UTC(2019, 0, 1, 3, 12))).toBeCloseTo(3.2)
  expect(DAY_NAMES[dayOfWeek(Date.UTC(2024, 0, 1))]).toBe('Monday')
})
