import { describe, expect, it } from 'vitest'
import {
  countActiveFilters,
  defaultFilters,
  type FlaggedFilters,
  formatFlaggedFilters,
  parseFlaggedFilters,
} from './flagged-filters.ts'

const everything: FlaggedFilters = {
  shown: 'missed',
  label: 'unsure',
  category: 'grocery_pos & more',
  place: 'Boise, ID',
  card: '0042',
  day: 31,
  minimumAmount: 99.5,
  maximumAmount: 1e6,
  minimumScore: 0.25,
  maximumScore: 1,
  search: 'Käse+Brot',
  sort: 'amount',
  descending: false,
  page: 7,
  hidden: ['place', 'why'],
}

function parseQuery(query: string): FlaggedFilters {
  return parseFlaggedFilters(Object.fromEntries(new URLSearchParams(query)))
}

describe('flagged filters in the URL', () => {
  it('come back as they went in', () => {
    expect(parseQuery(formatFlaggedFilters(everything))).toEqual(everything)
    expect(parseQuery(formatFlaggedFilters(defaultFilters))).toEqual(defaultFilters)
  })

  it('leave a plain address for the usual view', () => {
    expect(formatFlaggedFilters(defaultFilters)).toBe('')
    expect(formatFlaggedFilters({ ...defaultFilters, minimumAmount: 0 })).toBe('?amount=0')
  })

  it.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=abc',
    'page=',
    'sort=occurred_at;drop table',
    'label=maybe',
    'score=2',
    'score=-0.1',
    'amount=-5',
    'amount=NaN',
    'amount=',
    'order=up',
    'q=%20',
    'show=all',
    'card=12a',
    'day=32',
    'scoreTo=1.01',
    'hide=time.nothing',
  ])('ignore %s', (query) => {
    expect(parseQuery(query)).toEqual(defaultFilters)
  })

  it('take the first of a repeated parameter', () => {
    expect(parseFlaggedFilters({ label: ['fraud', 'legitimate'] }).label).toBe('fraud')
  })

  it('count what narrows the table', () => {
    expect(countActiveFilters(defaultFilters)).toBe(0)
    expect(countActiveFilters(everything)).toBe(10)
  })
})
