import { describe, expect, test } from 'vitest'
import { emptyCardState } from '../features/card-history.ts'
import { ibm } from './ibm.ts'
import type { ParsedTransaction } from './profile.ts'

const now = Date.UTC(2026, 0, 1)
const row: Record<string, string> = {
  User: '0',
  Card: '4',
  Year: '2009',
  Month: '3',
  Day: '31',
  Time: '13:17',
  Amount: '$13.55',
  'Use Chip': 'Swipe Transaction',
  'Merchant Name': '-4927381308738947637',
  'Merchant City': 'La Verne',
  'Merchant State': 'CA',
  Zip: '91750.0',
  MCC: '5812',
  'Errors?': '',
}
const online = {
  'Use Chip': 'Online Transaction',
  'Merchant City': 'ONLINE',
  'Merchant State': '',
  Zip: '',
}
const cellsWith = (changes: Record<string, string>) =>
  ibm.columns.map((column) => changes[column] ?? row[column]!)

function accept(changes: Record<string, string> = {}, label: string | null = 'No') {
  const parsed = ibm.parseRow(cellsWith(changes), label, now)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return { ...parsed.transaction, fingerprint: '', line: 2 } satisfies ParsedTransaction
}

function featuresOf(transaction: ParsedTransaction, state: Float64Array | null = null) {
  const out = new Float32Array(ibm.features.length)
  ibm.writeFeatures(transaction, state, out, 0)
  return Object.fromEntries(ibm.features.map((feature, index) => [feature.name, out[index]!]))
}

describe('parseRow', () => {
  test('reads a row of the published file', () => {
    expect(accept()).toMatchObject({
      occurredAt: Date.UTC(2009, 2, 31, 13, 17),
      amountCents: 1355,
      cardId: '0-4',
      cardLast4: null,
      merchant: '-4927381308738947637',
      category: 'Restaurants and bars',
      place: 'La Verne, CA',
      isFraud: false,
    })
  })

  test('reads refunds, online payments and foreign countries', () => {
    expect(accept({ Amount: '$-99.00' }).amountCents).toBe(-9900)
    expect(accept(online).place).toBe('Online')
    const abroad = accept({ 'Merchant City': 'Beijing', 'Merchant State': 'China', Zip: '' }, 'Yes')
    expect(abroad).toMatchObject({ place: 'Beijing, China', isFraud: true })
    expect(featuresOf(abroad).is_abroad).toBe(1)
    expect(featuresOf(accept({ 'Merchant State': 'UAE' })).is_abroad).toBe(1)
    expect(featuresOf(accept()).is_abroad).toBe(0)
  })

  test('tells one error from another', () => {
    expect(featuresOf(accept())).toMatchObject({ has_error: 0, has_wrong_credentials: 0 })
    expect(featuresOf(accept({ 'Errors?': 'Insufficient Balance,' }))).toMatchObject({
      has_error: 1,
      has_wrong_credentials: 0,
    })
    expect(featuresOf(accept({ 'Errors?': 'Bad PIN,Insufficient Balance' }))).toMatchObject({
      has_error: 1,
      has_wrong_credentials: 1,
    })
  })

  test.each([
    ['User', '', 'missing_value'],
    ['User', '1.5', 'not_a_number'],
    ['Card', 'x', 'not_a_number'],
    ['Month', '13', 'out_of_range'],
    ['Day', '32', 'out_of_range'],
    ['Year', '1969', 'out_of_range'],
    ['Year', '2027', 'in_the_future'],
    ['Time', '', 'missing_value'],
    ['Time', '24:00', 'not_a_date'],
    ['Amount', '', 'missing_value'],
    ['Amount', '$', 'not_a_number'],
    ['Amount', '$1,234.50', 'not_a_number'],
    ['Amount', '€5.00', 'not_a_number'],
    ['Amount', '$1e14', 'out_of_range'],
    ['Amount', '$-1e14', 'out_of_range'],
    ['Use Chip', 'Carrier pigeon', 'unknown_value'],
    ['Merchant Name', '', 'missing_value'],
    ['MCC', '10000', 'out_of_range'],
  ])('refuses %s = %j as %s', (column, value, code) => {
    const parsed = ibm.parseRow(cellsWith({ [column]: value }), 'No', now)
    expect(parsed).toMatchObject({ faults: [{ column, value, code }] })
  })

  test('refuses 31 February', () => {
    const parsed = ibm.parseRow(cellsWith({ Month: '2' }), 'No', now)
    expect(parsed).toMatchObject({ faults: [{ column: 'Day', value: '31', code: 'not_a_date' }] })
  })

  test('refuses a label that is neither Yes nor No', () => {
    const parsed = ibm.parseRow(cellsWith({}), '1', now)
    expect(parsed).toMatchObject({ faults: [{ column: 'Is Fraud?', code: 'unknown_value' }] })
  })
})

describe('features', () => {
  test('know the last three places', () => {
    const state = emptyCardState()
    const at = (zip: string) => accept({ Zip: zip })
    expect(featuresOf(at('1'), state).is_new_place).toBe(0)
    for (const zip of ['1', '2', '3', '1']) ibm.updateCardState(state, at(zip))
    expect(featuresOf(at('2'), state).is_new_place).toBe(0)
    expect(featuresOf(at('4'), state).is_new_place).toBe(1)
    expect(featuresOf(accept(online), state).is_new_place).toBe(0)
    ibm.updateCardState(state, at('4'))
    expect(featuresOf(at('2'), state).is_new_place).toBe(1)
    expect(featuresOf(at('1'), state).is_new_place).toBe(0)
  })

  test('count errors and payments abroad, and forget them', () => {
    const state = emptyCardState()
    ibm.updateCardState(state, accept({ 'Errors?': 'Bad PIN', 'Merchant State': 'Italy' }))
    expect(featuresOf(accept(), state)).toMatchObject({ errors_24h: 1, abroad_30d: 1 })
    const nextDay = featuresOf(accept({ Month: '4', Day: '1' }), state)
    expect(nextDay.errors_24h).toBeCloseTo(Math.exp(-1))
    expect(nextDay.abroad_30d).toBeCloseTo(Math.exp(-1 / 30))
    expect(featuresOf(accept({ Year: '2012' }), state)).toMatchObject({
      errors_24h: 0,
      abroad_30d: 0,
    })
  })

  test('have unique names, and every "usual" is one of them', () => {
    const names = ibm.features.map((feature) => feature.name)
    expect(new Set(names).size).toBe(names.length)
    for (const { usual } of ibm.features) if (usual !== undefined) expect(names).toContain(usual)
  })
})
