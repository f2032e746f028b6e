import { expect, test } from 'vitest'
import { parseSettings } from './dataset-settings.ts'

test('absent settings take their defaults, and foreign keys are left alone', () => {
  expect(parseSettings({ retrain_after_labels: 500 })).toEqual({
    thresholdObjective: { kind: 'best-f', beta: 1 },
    reviewCostCents: 500,
  })
})

test('the review cost is money, and the least cost is counted with it', () => {
  expect(parseSettings({ threshold_policy: { kind: 'least-cost' }, review_cost: 3.5 })).toEqual({
    thresholdObjective: { kind: 'least-cost', reviewCostCents: 350 },
    reviewCostCents: 350,
  })
})

test('an alert budget is a share of the transactions', () => {
  const { thresholdObjective } = parseSettings({
    threshold_policy: { kind: 'alert-budget', share: 0.005 },
  })
  expect(thresholdObjective).toEqual({ kind: 'alert-budget', budget: { share: 0.005 } })
})

test('a wrong setting is named', () => {
  expect(() => parseSettings({ review_cost: -1 })).toThrow(/review_cost is not valid/)
  expect(() => parseSettings({ threshold_policy: { kind: 'guess' } })).toThrow(/threshold_policy/)
})
