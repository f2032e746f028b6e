import { expect, test } from 'vitest'
import { formatRunFilters, parseRunFilters } from './run-filters.ts'

const read = (query: string) => parseRunFilters(new URLSearchParams(query))

test('what the URL says is shown, and written back the same', () => {
  expect(read('state=refused&page=3')).toEqual({ state: 'refused', run: null, page: 3 })
  expect(formatRunFilters(read('state=refused&page=3'))).toBe('?state=refused&page=3')
})

test('a link to a run leaves its page to the database', () => {
  expect(read('run=12')).toEqual({ state: null, run: 12, page: null })
  expect(formatRunFilters(read('run=12'))).toBe('?run=12')
})

test('an open run on the first page keeps that page', () => {
  expect(formatRunFilters({ state: null, run: 12, page: 1 })).toBe('?page=1&run=12')
  expect(formatRunFilters({ state: null, run: null, page: 1 })).toBe('')
})

test('what makes no sense counts as absent', () => {
  expect(read('state=lost&run=-1&page=1e9')).toEqual({ state: null, run: null, page: null })
})
