import { expect, test } from 'vitest'
import { allUploads, formatHistoryFilters, parseHistoryFilters } from './history-filters.ts'

test('what is written is read again', () => {
  const filters = { dataset: 'demo', state: 'ready', page: 3 } as const
  expect(formatHistoryFilters(filters)).toBe('?dataset=demo&state=ready&page=3')
  expect(parseHistoryFilters(new URLSearchParams(formatHistoryFilters(filters)))).toEqual(filters)
  expect(formatHistoryFilters(allUploads)).toBe('')
})

test.each(['', 'dataset=Demo;&state=lost&page=-1', 'page=1.5', 'page=9e9'])(
  'what makes no sense counts as absent: %s',
  (query) => expect(parseHistoryFilters(new URLSearchParams(query))).toEqual(allUploads),
)
