import { expect, it } from 'vitest'
import { describeCategory } from './describe-category.ts'

it.each([
  ['grocery_pos', 'Grocery, in store'],
  ['shopping_net', 'Shopping, online'],
  ['misc_net', 'Miscellaneous, online'],
  ['gas_transport', 'Gas transport'],
  ['5812', '5812'],
  ['Online Transaction', 'Online Transaction'],
])('writes %s as %s', (category, words) => {
  expect(describeCategory(category)).toBe(words)
})
