import { expect, test } from 'vitest'
import { policyOutcome } from './policy-outcome.ts'

const holdout = {
  version: 1,
  rows: 1000,
  frauds: 10,
  precisionRecall: [
    { threshold: 0.9, precision: 1, recall: 0.4 },
    { threshold: 0.5, precision: 0.8, recall: 0.8 },
    { threshold: 0.1, precision: 0.1, recall: 1 },
  ],
}

test('the best F takes precision and recall together, and a large beta recall', () => {
  expect(policyOutcome(holdout, { kind: 'best-f', beta: 1 }, 0.01)?.threshold).toBe(0.5)
  expect(policyOutcome(holdout, { kind: 'best-f', beta: 10 }, 0.01)?.threshold).toBe(0.1)
})

test('a target precision is kept, and one that nothing reaches has no outcome', () => {
  expect(policyOutcome(holdout, { kind: 'target-precision', precision: 0.9 }, 1)?.threshold).toBe(
    0.9,
  )
  const below = { ...holdout, precisionRecall: holdout.precisionRecall.slice(2) }
  expect(policyOutcome(below, { kind: 'target-precision', precision: 0.9 }, 1)).toBeNull()
})

test('an alert budget is never exceeded', () => {
  const outcome = policyOutcome(holdout, { kind: 'alert-budget' }, 0.005)
  expect(outcome?.threshold).toBe(0.9)
  expect(outcome?.flaggedShare).toBeCloseTo(0.004)
  expect(policyOutcome(holdout, { kind: 'alert-budget' }, 0.001)).toBeNull()
})

test('the least cost cannot be told without amounts', () => {
  expect(policyOutcome(holdout, { kind: 'least-cost' }, 1)).toBeNull()
})
