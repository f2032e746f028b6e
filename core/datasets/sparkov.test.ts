import { describe, expect, test } from 'vitest'
import { emptyCardState } from '../features/card-history.ts'
import type { ParsedTransaction } from './profile.ts'
import { sparkov } from './sparkov.ts'
import { sparkovCells } from './sparkov-row.fixture.ts'

const now = Date.UTC(2026, 0, 1)

function accept(changes: Record<string, string> = {}, label: string | null = '0') {
  const parsed = sparkov.parseRow(sparkovCells(changes), label, now)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return { ...parsed.transaction, fingerprint: '', line: 2 } satisfies ParsedTransaction
}

function refuse(changes: Record<string, string>, label: string | null = '0') {
  const parsed = sparkov.parseRow(sparkovCells(changes), label, now)
  return 'faults' in parsed ? parsed.faults : []
}

function featuresOf(transaction: ParsedTransaction, state: Float64Array | null = null) {
  const out = new Float32Array(sparkov.features.length)
  sparkov.writeFeatures(transaction, state, out, 0)
  return Object.fromEntries(sparkov.features.map((feature, index) => [feature.name, out[index]!]))
}

describe('parseRow', () => {
  test('reads a row of the published file', () => {
    expect(accept()).toMatchObject({
      occurredAt: Date.UTC(2019, 0, 1, 0, 0, 18),
      amountCents: 497,
      cardId: '2703186189652095',
      cardLast4: '2095',
      merchant: 'Rippin, Kub and Mann',
      category: 'misc_net',
      place: 'Moravian Falls, NC',
      isFraud: false,
    })
  })

  test('reads the date format of fraudTest', () => {
    const { occurredAt } = accept({ trans_date_trans_time: '2020-6-21 12:14' })
    expect(occurredAt).toBe(Date.UTC(2020, 5, 21, 12, 14))
  })

  test('reads labels, and none where it is blank or absent', () => {
    expect(accept({}, '1').isFraud).toBe(true)
    expect(accept({}, '').isFraud).toBeNull()
    expect(accept({}, null).isFraud).toBeNull()
    expect(refuse({}, 'yes')).toMatchObject([{ column: 'is_fraud', code: 'unknown_value' }])
  })

  test('accepts a category that it does not know, as other', () => {
    const transaction = accept({ category: 'space_travel' })
    expect(transaction.category).toBe('space_travel')
    expect(featuresOf(transaction).category).toBe(14)
  })

  test('does not need city, state, job, zip, transaction number or unix time', () => {
    const blank = {
      city: '',
      state: '',
      job: '',
      zip: '',
      trans_num: '',
      unix_time: 'x',
      gender: '',
    }
    expect(accept(blank).place).toBeNull()
    expect(accept({ city: '' }).place).toBe('NC')
  })

  test.each([
    ['trans_date_trans_time', '', 'missing_value'],
    ['trans_date_trans_time', '2019-02-31 00:00:00', 'not_a_date'],
    ['trans_date_trans_time', '1969-12-31 23:59:59', 'out_of_range'],
    ['trans_date_trans_time', '2026-01-02 00:00:01', 'in_the_future'],
    ['merchant', '', 'missing_value'],
    ['merchant', 'x'.repeat(201), 'too_long'],
    ['category', '', 'missing_value'],
    ['amt', '', 'missing_value'],
    ['amt', 'NaN', 'not_a_number'],
    ['amt', '1e400', 'not_a_number'],
    ['amt', '0x10', 'not_a_number'],
    ['amt', '1,234.5', 'not_a_number'],
    ['amt', '$5', 'not_a_number'],
    ['amt', '-5', 'out_of_range'],
    ['amt', '1e15', 'out_of_range'],
    ['lat', '90.1', 'out_of_range'],
    ['long', '-180.1', 'out_of_range'],
    ['city_pop', '-1', 'out_of_range'],
    ['merch_lat', '', 'missing_value'],
    ['merch_long', 'west', 'not_a_number'],
  ])('refuses %s = %j as %s', (column, value, code) => {
    expect(refuse({ [column]: value })).toMatchObject([{ column, value, code }])
  })

  test.each([
    ['cc_num', '', 'missing_value'],
    ['cc_num', '2.70319E+15', 'not_a_number'],
    ['cc_num', '1234', 'not_a_number'],
    ['dob', '', 'missing_value'],
    ['dob', '1988-13-01', 'not_a_date'],
    ['dob', '1812-02-07', 'out_of_range'],
    ['dob', '2019-01-02', 'out_of_range'],
  ])('refuses %s = %j as %s without repeating it', (column, value, code) => {
    const faults = refuse({ [column]: value })
    expect(faults).toMatchObject([{ column, value: '[personal]', code }])
    if (value !== '') expect(JSON.stringify(faults)).not.toContain(value)
  })

  test('names every fault of a row', () => {
    expect(refuse({ amt: '', lat: 'x' }, '2').map((fault) => fault.column)).toEqual([
      'amt',
      'lat',
      'is_fraud',
    ])
  })

  test('forgets the faults of the row before', () => {
    expect(refuse({ amt: '' })).toHaveLength(1)
    expect(accept().amountCents).toBe(497)
  })

  test.each([
    ['4.97', 497],
    ['0.29', 29],
    ['1.006', 101],
    ['157', 15700],
    ['-0', 0],
    ['0', 0],
    ['1e2', 10000],
  ])('reads amount %s as %i cents', (amt, cents) => {
    expect(accept({ amt }).amountCents).toBe(cents)
  })
})

describe('features', () => {
  test('of a first transaction need no history', () => {
    const features = featuresOf(accept())
    expect(features).toMatchObject({
      day_of_week: 1,
      category: 8,
      is_online: 1,
      last_distance: 0,
      last_speed: 0,
      seconds_since_last: 2_592_000,
      count_1h: 0,
      usual_amount: Number.NaN,
      amount_ratio: 1,
      is_new_merchant: 1,
      history_length: 0,
    })
    expect(features.amount).toBeCloseTo(4.97)
    expect(features.age).toBeCloseTo(30.81, 1)
    expect(features.home_distance).toBeCloseTo(78.6, 0)
    expect(features.hour_of_day).toBeCloseTo(0.005)
  })

  test('show impossible travel', () => {
    const state = emptyCardState()
    const atHome = { category: 'gas_transport', merch_lat: '40.7', merch_long: '-74' }
    const far = { category: 'travel', merch_lat: '34', merch_long: '-118.2' }
    sparkov.updateCardState(
      state,
      accept({ ...atHome, trans_date_trans_time: '2019-01-01 10:00:00' }),
    )
    const hourLater = accept({ ...far, trans_date_trans_time: '2019-01-01 11:00:00' })
    const features = featuresOf(hourLater, state)
    expect(features.last_distance).toBeGreaterThan(3_900)
    expect(features.last_speed).toBeCloseTo(features.last_distance!, 0)
    const dayLater = accept({ ...far, trans_date_trans_time: '2019-01-02 10:00:00' })
    expect(featuresOf(dayLater, state).last_speed).toBeLessThan(250)
  })

  test('online payments neither travel nor move the card', () => {
    const state = emptyCardState()
    const here = { category: 'gas_transport', merch_lat: '40.7', merch_long: '-74' }
    sparkov.updateCardState(
      state,
      accept({ ...here, trans_date_trans_time: '2019-01-01 10:00:00' }),
    )
    const online = accept({
      category: 'shopping_net',
      trans_date_trans_time: '2019-01-01 10:05:00',
    })
    expect(featuresOf(online, state).last_speed).toBe(0)
    sparkov.updateCardState(state, online)
    const again = accept({ ...here, trans_date_trans_time: '2019-01-01 10:10:00' })
    expect(featuresOf(again, state).last_distance).toBe(0)
  })

  test('a late row neither travels nor moves the card', () => {
    const state = emptyCardState()
    const here = { category: 'gas_transport', merch_lat: '40.7', merch_long: '-74' }
    sparkov.updateCardState(
      state,
      accept({ ...here, trans_date_trans_time: '2019-01-01 10:00:00' }),
    )
    const late = accept({ category: 'travel', trans_date_trans_time: '2019-01-01 09:00:00' })
    expect(featuresOf(late, state).last_speed).toBe(0)
    sparkov.updateCardState(state, late)
    const again = accept({ ...here, trans_date_trans_time: '2019-01-01 10:10:00' })
    expect(featuresOf(again, state).last_distance).toBe(0)
  })

  test('have unique names, and every "usual" is one of them', () => {
    const names = sparkov.features.map((feature) => feature.name)
    expect(new Set(names).size).toBe(names.length)
    for (const feature of sparkov.features) {
      if (feature.usual !== undefined) expect(names).toContain(feature.usual)
    }
  })

  test('do not depend on gender', () => {
    expect(featuresOf(accept({ gender: 'M' }))).toEqual(featuresOf(accept({ gender: 'F' })))
  })
})
