import { expect, test } from 'vitest'
import { batchMonths } from './score-unscored.ts'

test('small months are scored together, a large one alone, in their order', () => {
  const waiting = [
    { month: '2018-01' as const, rowCount: 9_000 },
    { month: '2018-02' as const, rowCount: 9_000 },
    { month: '2018-03' as const, rowCount: 9_000 },
    { month: '2018-04' as const, rowCount: 500_000 },
    { month: '2018-05' as const, rowCount: 10 },
  ]
  expect(batchMonths(waiting)).toEqual([
    ['2018-01', '2018-02'],
    ['2018-03'],
    ['2018-04'],
    ['2018-05'],
  ])
  expect(batchMonths([])).toEqual([])
})
