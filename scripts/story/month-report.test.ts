import { expect, test } from 'vitest'
import { describeMonthReport } from './month-report.ts'

test('a month is told in a short table', () => {
  const text = describeMonthReport({
    month: '2019-03',
    rowCount: 14_782,
    flaggedCount: 91,
    outcome: { month: '2019-02', caughtCount: 60, missedCount: 20, falseAlarmCount: 15 },
    decision: { decision: 'refuse', reason: 'No gain.', championVersion: 2 },
  })
  expect(text.split('\n')).toEqual([
    '2019-03    14,782 transactions',
    '           91 flagged',
    '2019-02    labels arrived: 80 frauds',
    '           precision 80.0 %',
    '           recall 75.0 %',
    '           60 caught, 20 missed',
    'retrained  refused: No gain.',
    '           version 2 serves',
  ])
})

test('what does not exist yet is said, not counted as zero', () => {
  const text = describeMonthReport({
    month: '2019-02',
    rowCount: 10,
    flaggedCount: null,
    outcome: { month: '2019-01', caughtCount: 0, missedCount: 4, falseAlarmCount: 0 },
    decision: null,
  })
  expect(text).toContain('no model serves yet')
  expect(text).toContain('precision –')
  expect(text).toContain('recall 0.0 %')
})
