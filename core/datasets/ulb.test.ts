import { describe, expect, test } from 'vitest'
import { ULB_START_MS, ulb } from './ulb.ts'

const now = Date.UTC(2026, 0, 1)
const good = ['406', ...Array.from({ length: 28 }, (_, index) => `-${index}.25`), '149.62']

function cellsWith(changes: Record<string, string>): string[] {
  return ulb.columns.map((column, index) => changes[column] ?? good[index]!)
}

describe('ulb', () => {
  test('reads time, components, amount and label', () => {
    const parsed = ulb.parseRow(good, '1', now)
    expect(parsed).toMatchObject({
      transaction: {
        occurredAt: ULB_START_MS + 406_000,
        amountCents: 14_962,
        cardId: null,
        isFraud: true,
      },
    })
  })

  test('has exactly thirty features: V1 to V28, amount, hour of day', () => {
    const parsed = ulb.parseRow(cellsWith({ Time: '43200' }), null, now)
    if ('faults' in parsed) throw new Error('refused')
    const out = new Float32Array(32)
    ulb.writeFeatures({ ...parsed.transaction, fingerprint: '', line: 2 }, null, out, 1)
    expect(ulb.features).toHaveLength(30)
    expect([out[0], out[1], out[28], out[30], out[31]]).toEqual([0, -0.25, -27.25, 12, 0])
    expect(out[29]).toBeCloseTo(149.62)
  })

  test.each([
    ['Time', '', 'missing_value'],
    ['Time', '-1', 'out_of_range'],
    ['Time', 'noon', 'not_a_number'],
    ['Time', '400000000', 'in_the_future'],
    ['V1', '', 'missing_value'],
    ['V14', 'NaN', 'not_a_number'],
    ['V28', '1e300', 'out_of_range'],
    ['Amount', '1e400', 'not_a_number'],
    ['Amount', '-0.01', 'out_of_range'],
  ])('refuses %s = %j as %s', (column, value, code) => {
    expect(ulb.parseRow(cellsWith({ [column]: value }), '0', now)).toMatchObject({
      faults: [{ column, value, code }],
    })
  })

  test('refuses a label that is neither 0 nor 1', () => {
    expect(ulb.parseRow(good, '2', now)).toMatchObject({
      faults: [{ column: 'Class', value: '2', code: 'unknown_value' }],
    })
  })

  test('rows do not share their attributes', () => {
    const rows = Array.from({ length: 1200 }, (_, index) => {
      const parsed = ulb.parseRow(cellsWith({ V1: String(index), V28: String(-index) }), '0', now)
      if ('faults' in parsed) throw new Error('refused')
      return parsed.transaction.attributes
    })
    expect(
      rows.every((row, index) => row.length === 28 && row[0] === index && row[27] === -index + 0),
    ).toBe(true)
  })
})
