import { expect, test } from 'vitest'
import { changeSearch } from './change-search.ts'

test('a change keeps what it does not name', () => {
  expect(changeSearch('?sort=amount&page=3', { page: null, threshold: '0.4' })).toBe(
    '?sort=amount&threshold=0.4',
  )
})

test('nothing is left but the path', () => {
  expect(changeSearch('?page=3', { page: null })).toBe('')
  expect(changeSearch('', {})).toBe('')
})
