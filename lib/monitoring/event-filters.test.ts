import { expect, test } from 'vitest'
import { defaultEventFilters, parseEventFilters, writeEventFilters } from './event-filters.ts'

test('nothing in the URL: the newest events of the open dataset', () => {
  expect(parseEventFilters({})).toEqual(defaultEventFilters)
})

test('a URL says the same again', () => {
  const filters = {
    everywhere: true,
    kind: 'model_promoted',
    actor: 'brain@fraud-desk.test',
    since: '2019-01-01',
    until: '2019-01-31',
    page: 3,
  }
  const params = writeEventFilters(new URLSearchParams(), filters)
  expect(parseEventFilters(Object.fromEntries(params))).toEqual(filters)
})

test('state of other parts of the page stays, and defaults leave no trace', () => {
  const params = new URLSearchParams('version=3&kind=labels_added&page=2')
  expect(writeEventFilters(params, defaultEventFilters).toString()).toBe('version=3')
})

test.each([
  { kind: "x' or 1=1" },
  { since: 'yesterday' },
  { until: '2019-02-30' },
  { page: '0' },
  { page: '1.5' },
  { kind: ['a', 'b'] },
])('%j is left out', (params) => {
  expect(parseEventFilters(params)).toEqual(defaultEventFilters)
})
