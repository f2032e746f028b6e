import { expect, test } from 'vitest'
import { writeCount, writeFigure, writeInterval } from './write-figures.ts'

test('a figure has three decimals, and one that would vanish in them an exponent', () => {
  expect([0.8124, 1, 0, -0.25, 0.001].map(writeFigure)).toEqual([
    '0.812',
    '1.000',
    '0.000',
    '-0.250',
    '0.001',
  ])
  expect([0.00042, -0.00042].map(writeFigure)).toEqual(['4.2e-4', '-4.2e-4'])
})

test('an interval stands behind its measure', () => {
  expect(writeInterval({ value: 0.8, low: 0.7, high: 0.9 })).toBe('0.800 (0.700 to 0.900)')
})

test('a count is rounded, separated, and agrees with its noun', () => {
  expect(writeCount(311_774.6)).toBe('311,775')
  expect([0, 1, 2_000].map((count) => writeCount(count, 'row'))).toEqual([
    '0 rows',
    '1 row',
    '2,000 rows',
  ])
})
