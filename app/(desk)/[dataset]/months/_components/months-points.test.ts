import { describe, expect, it } from 'vitest'
import type { MonthRow, PredictedMonth } from '@/lib/months/list-months.ts'
import { toMonthPoints, toVersionSpans } from './months-points.ts'

const predicted: PredictedMonth = {
  scoredCount: 1000,
  flaggedCount: 20,
  flaggedAmount: 5000,
  truePositiveCount: 8,
  falsePositiveCount: 4,
  falseNegativeCount: 3,
  trueNegativeCount: 977,
  caughtAmount: 3200,
  missedAmount: 700,
  versions: [1],
}

function row(month: MonthRow['month'], versions: number[] | null): MonthRow {
  return {
    month,
    transactionCount: 1000,
    amount: 90_000,
    labelledCount: 992,
    fraudCount: 11,
    fraudAmount: 3900,
    predicted: versions && { ...predicted, versions },
  }
}

describe('toMonthPoints', () => {
  it('splits flags by what became of them and hangs missed fraud below the line', () => {
    expect(toMonthPoints([row('2019-01', [1])], 'count')).toMatchObject([
      { fraud: 8, legitimate: 4, awaiting: 8, missed: -3, unscored: 0, recall: 8 / 11 },
    ])
  })

  it('adds up to the flagged amount', () => {
    const [point] = toMonthPoints([row('2019-01', [1])], 'amount')
    expect(point).toMatchObject({ fraud: 3200, legitimate: 0, awaiting: 1800, missed: -700 })
  })

  it('shows known fraud of months that no model scored', () => {
    expect(toMonthPoints([row('2017-01', null)], 'count')).toMatchObject([
      { fraud: 0, missed: 0, unscored: 11, precision: null },
    ])
    expect(toMonthPoints([row('2017-01', null)], 'amount')).toMatchObject([{ unscored: 3900 }])
  })
})

describe('gaps between months', () => {
  it('are drawn as months without anything', () => {
    const points = toMonthPoints([row('2018-11', [1]), row('2019-02', [2])], 'count')
    expect(points.map(({ month, fraud }) => [month, fraud])).toEqual([
      ['2018-11', 8],
      ['2018-12', 0],
      ['2019-01', 0],
      ['2019-02', 8],
    ])
  })

  it('are left out when they would span decades', () => {
    const points = toMonthPoints([row('1999-01', null), row('2019-01', [1])], 'count')
    expect(points.map(({ month }) => month)).toEqual(['1999-01', '2019-01'])
  })

  it('do not exist in an empty dataset', () => {
    expect(toMonthPoints([], 'count')).toEqual([])
  })
})

describe('toVersionSpans', () => {
  it('joins neighbours that the same versions served', () => {
    const months = [
      row('2018-11', null),
      row('2018-12', null),
      row('2019-01', [1]),
      row('2019-02', [1, 2]),
      row('2019-03', [2]),
      row('2019-04', [2]),
    ]
    expect(toVersionSpans(toMonthPoints(months, 'count'))).toEqual([
      { versions: [], monthCount: 2, firstMonth: '2018-11' },
      { versions: [1], monthCount: 1, firstMonth: '2019-01' },
      { versions: [1, 2], monthCount: 1, firstMonth: '2019-02' },
      { versions: [2], monthCount: 2, firstMonth: '2019-03' },
    ])
  })
})
