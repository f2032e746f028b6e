import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDecimal, parseDigits, parsePlainDecimal } from './parse-number.ts'

describe('parseDecimal', () => {
  test('equals Number for every double as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseDecimal(String(value))).toBe(value + 0)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  test('equals Number for decimals with any digits before and after the point', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...'0123456789'),
      minLength: 1,
      maxLength: 25,
    })
    fc.assert(
      fc.property(fc.boolean(), digits, digits, (isNegative, whole, fraction) => {
        const text = `${isNegative ? '-' : ''}${whole}.${fraction}`
        expect(parseDecimal(text)).toBe(Number(text))
      }),
      { seed: 2, numRuns: 2000 },
    )
  })

  test.each([
    '',
    ' ',
    '-',
    '.',
    '1.',
    '.5',
    '+1',
    '--1',
    '1e',
    '1e400',
    '-1e400',
    'NaN',
    'Infinity',
    '0x10',
    '1,234.5',
    '1 000',
    '1_000',
    '12abc',
    '1e5.5',
    '١٢',
    '1.2.3',
    '9'.repeat(400),
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNaN()
  })

  test('keeps the exponents that pandas writes', () => {
    expect(parseDecimal('9.21645066884655e-05')).toBe(9.21645066884655e-5)
    expect(parseDecimal('2E+3')).toBe(2000)
  })
})

describe('parseDigits', () => {
  test('reads digits and nothing else', () => {
    expect(parseDigits('a2019b', 1, 5)).toBe(2019)
    expect(parseDigits('20 9', 0, 4)).toBe(-1)
    expect(parseDigits('2019', 2, 2)).toBe(-1)
    expect(parseDigits('2019', 0, 9)).toBe(-1)
  })
})

describe('parsePlainDecimal', () => {
  const encoder = new TextEncoder()

  test('says of bytes what parseDecimal says of text, or leaves it to that', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789.-+eE x'), maxLength: 24 })
    const decimal = fc
      .tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 19 }))
      .map(([value, scale]) => value.toFixed(scale))
    let understood = 0
    fc.assert(
      fc.property(fc.oneof(text, decimal), (cell) => {
        const value = parsePlainDecimal(encoder.encode(`,${cell},`), 1, 1 + cell.length)
        if (Number.isNaN(value)) return
        understood++
        expect(value).toBe(parseDecimal(cell))
      }),
      { seed: 1, numRuns: 3000 },
    )
    expect(understood).toBeGreaterThan(200)
  })

  test.each(['0', '-1.5', '0.00516776890624916', '123456789.123456', '-0.000000000000000001'])(
    'reads %s',
    (cell) => {
      expect(parsePlainDecimal(encoder.encode(cell), 0, cell.length)).toBe(Number(cell))
    },
  )
})
