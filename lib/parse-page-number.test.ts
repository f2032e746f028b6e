import { expect, test } from 'vitest'
import { parsePageNumber } from './parse-page-number.ts'

test.each([
  ['3', 3],
  ['1', 1],
  [null, 1],
  [undefined, 1],
  ['', 1],
  ['0', 1],
  ['-2', 1],
  ['2.5', 1],
  ['two', 1],
  ['1e9', 1],
])('page "%s" is page %d', (text, page) => {
  expect(parsePageNumber(text)).toBe(page)
})
