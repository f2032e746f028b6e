import { expect, test } from 'vitest'
import { CATEGORY_SLOTS } from '../features/card-history.ts'
import { MERCHANT_GROUPS, merchantGroup } from './merchant-groups.ts'

test.each([
  [5411, 'Groceries'],
  [5541, 'Fuel and cars'],
  [7538, 'Fuel and cars'],
  [3256, 'Airlines'],
  [4511, 'Airlines'],
  [3389, 'Car rental'],
  [3640, 'Lodging'],
  [4829, 'Money and insurance'],
  [4814, 'Telecoms and utilities'],
  [5912, 'Health and pharmacy'],
  [9402, 'Other'],
  [0, 'Other'],
])('code %i belongs to %s', (code, group) => {
  expect(MERCHANT_GROUPS[merchantGroup(code)]).toBe(group)
})

test('groups fit the category slots of a card history', () => {
  expect(MERCHANT_GROUPS.length).toBeLessThanOrEqual(CATEGORY_SLOTS)
})
