import { expect, test } from 'vitest'
import { bandMonths } from './score-bands.ts'

const histogram = (bands: Record<number, number>) =>
  Array.from({ length: 20 }, (_, band) => bands[band] ?? 0)

test('bands are shares of all scored transactions, and a month of two versions is one month', () => {
  const [january, february] = bandMonths([
    {
      month: '2019-01',
      version: 1,
      threshold: 0.5,
      scoredCount: 60,
      flaggedCount: 3,
      histogram: histogram({ 0: 50, 1: 5, 19: 5 }),
    },
    {
      month: '2019-01',
      version: 2,
      threshold: 0.4,
      scoredCount: 40,
      flaggedCount: 2,
      histogram: histogram({ 0: 35, 3: 2, 4: 1, 10: 1, 15: 1 }),
    },
    {
      month: '2019-02',
      version: 2,
      threshold: 0.4,
      scoredCount: 0,
      flaggedCount: 0,
      histogram: histogram({}),
    },
  ])
  expect(january).toEqual({
    month: '2019-01',
    versions: [1, 2],
    scoredCount: 100,
    flaggedShare: 0.05,
    low: 0.07,
    middle: 0.01,
    high: 0.02,
    highest: 0.05,
  })
  expect(february?.highest).toBe(0)
})
