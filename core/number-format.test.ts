import { expect, test } from 'vitest'
import { numberFormat } from './number-format.ts'

test('writes for its locale and options, and is made once for both', () => {
  const euros = { style: 'currency', currency: 'EUR' } as const
  expect(numberFormat('en', euros).format(1234.5)).toBe('€1,234.50')
  expect(numberFormat('de', euros).format(1234.5)).toBe('1.234,50\u00a0€')
  expect(numberFormat('en', { ...euros, currency: 'JPY' }).format(1234)).toBe('¥1,234')
  expect(numberFormat('en', { ...euros })).toBe(numberFormat('en', euros))
})
