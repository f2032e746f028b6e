import { describe, expect, test } from 'vitest'
import { recallAtBudget } from './alert-budget.ts'
import { chooseThreshold } from './choose-threshold.ts'
import { ratesOf } from './confusion.ts'
import { costAt } from './cost.ts'
import { rankByScore } from './ranking.ts'

/** Descending: fraud, fraud, legitimate, fraud, legitimate × 3 tied, fraud, legitimate × 2. */
const rows = {
  scores: [0.95, 0.9, 0.8, 0.7, 0.5, 0.5, 0.5, 0.4, 0.2, 0.1],
  isFraud: [1, 1, 0, 1, 0, 0, 0, 1, 0, 0],
  amountCents: [5_000, 20_000, 900, 30_000, 100, 100, 100, 700, 100, 100],
}
const choose = (objective: Parameters<typeof chooseThreshold>[1], subject = rows) =>
  chooseThreshold(subject, objective)

describe('chooseThreshold', () => {
  test('an alert budget is used up but never exceeded, ties included', () => {
    const thresholdFor = (alerts: number) =>
      choose({ kind: 'alert-budget', budget: { alerts } }).data?.threshold
    expect([1, 4, 5, 6, 7, 10, 99].map(thresholdFor)).toEqual([0.95, 0.7, 0.7, 0.7, 0.5, 0.1, 0.1])
    expect(choose({ kind: 'alert-budget', budget: { share: 0.2 } }).data?.threshold).toBe(0.9)
  })

  test('a budget below the first group of scores is refused', () => {
    const { error } = choose({ kind: 'alert-budget', budget: { alerts: 0.5 } })
    expect(error?.code).toBe('budget_too_small')
  })

  test('a target precision takes the highest recall that reaches it', () => {
    const at = (precision: number) => choose({ kind: 'target-precision', precision })
    expect(at(1).data?.threshold).toBe(0.9)
    expect(at(0.75).data?.threshold).toBe(0.7)
    expect(ratesOf(at(0.5).data!.confusion)).toMatchObject({ precision: 0.5, recall: 1 })
  })

  test('an unreachable precision is refused', () => {
    const subject = { ...rows, isFraud: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0] }
    expect(choose({ kind: 'target-precision', precision: 0.9 }, subject).error?.code).toBe(
      'precision_unreachable',
    )
  })

  test('least cost is the threshold that saves the most, of all thresholds', () => {
    for (const reviewCostCents of [0, 50, 1_000, 25_000, 100_000]) {
      const { data } = choose({ kind: 'least-cost', reviewCostCents })
      const saved = rows.scores.map((score) => costAt(rows, score, reviewCostCents).savedCents)
      expect(costAt(rows, data!.threshold, reviewCostCents).savedCents).toBe(Math.max(...saved))
    }
  })

  test('least cost counts a whole group of ties, not its first rows', () => {
    const tied = {
      scores: [0.9, 0.5, 0.5, 0.5],
      isFraud: [1, 1, 0, 0],
      amountCents: [10_000, 300, 100, 100],
    }
    expect(choose({ kind: 'least-cost', reviewCostCents: 200 }, tied).data?.threshold).toBe(0.9)
  })

  test('of equally good thresholds the highest is taken', () => {
    expect(choose({ kind: 'least-cost', reviewCostCents: 0 }).data?.threshold).toBe(0.4)
    expect(choose({ kind: 'target-precision', precision: 0 }).data?.threshold).toBe(0.4)
  })

  test('a higher review cost never means more alerts', () => {
    const thresholds = [0, 500, 5_000, 50_000].map(
      (reviewCostCents) => choose({ kind: 'least-cost', reviewCostCents }).data!.threshold,
    )
    expect(thresholds).toEqual(thresholds.toSorted((a, b) => a - b))
  })

  test('a larger beta asks for more recall', () => {
    const recallFor = (beta: number) =>
      ratesOf(choose({ kind: 'best-f', beta }).data!.confusion).recall
    expect(recallFor(0.2)).toBe(0.5)
    expect(recallFor(1)).toBe(0.75)
    expect(recallFor(4)).toBe(1)
  })

  test('without rows or frauds there is nothing to choose by', () => {
    const none = { scores: [], isFraud: [], amountCents: [] }
    expect(choose({ kind: 'best-f', beta: 1 }, none).error?.code).toBe('no_rows')
    const honest = { ...rows, isFraud: rows.isFraud.map(() => 0) }
    expect(choose({ kind: 'best-f', beta: 1 }, honest).error?.code).toBe('no_frauds')
    expect(choose({ kind: 'alert-budget', budget: { alerts: 2 } }, honest).error).toBeNull()
  })
})

describe('recallAtBudget', () => {
  const ranking = rankByScore(rows)

  test('counts the frauds among the highest scores', () => {
    const recalls = [0, 1, 2, 3, 4, 8, 10].map((alerts) => recallAtBudget(ranking, { alerts }))
    expect(recalls).toEqual([0, 0.25, 0.5, 0.5, 0.75, 1, 1])
    expect(recallAtBudget(ranking, { share: 0.4 })).toBe(0.75)
  })

  test('splits a tie in proportion', () => {
    const tied = rankByScore({ scores: [1, 1, 1, 1], isFraud: [1, 0, 1, 0] })
    expect(recallAtBudget(tied, { alerts: 1 })).toBe(0.25)
    expect(recallAtBudget(tied, { alerts: 3 })).toBe(0.75)
  })

  test('weights count as so many rows', () => {
    const weighted = rankByScore({ scores: [3, 2, 1], isFraud: [0, 1, 1], weights: [4, 1, 1] })
    expect(recallAtBudget(weighted, { alerts: 4 })).toBe(0)
    expect(recallAtBudget(weighted, { alerts: 5 })).toBe(0.5)
    expect(recallAtBudget(weighted, { share: 1 })).toBe(1)
  })
})

describe('costAt', () => {
  test('weighs the fraud that is caught against the reviews', () => {
    expect(costAt(rows, 0.7, 250)).toEqual({
      reviewCents: 1_000,
      caughtCents: 55_000,
      missedCents: 700,
      savedCents: 54_000,
    })
  })

  test('a refund is no loss', () => {
    const refund = { scores: [0.9, 0.1], isFraud: [1, 1], amountCents: [-500, -700] }
    expect(costAt(refund, 0.5, 100)).toMatchObject({ caughtCents: 0, missedCents: 0 })
  })

  test('amounts must be of the same rows', () => {
    expect(() =>
      chooseThreshold({ ...rows, amountCents: [1] }, { kind: 'least-cost', reviewCostCents: 1 }),
    ).toThrow(RangeError)
  })
})
