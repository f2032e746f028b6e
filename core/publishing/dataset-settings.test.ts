import { expect, test } from 'vitest'
import { parseDatasetSettings, reviewCostCents, thresholdObjective } from './dataset-settings.ts'

const settings = (given: object) => parseDatasetSettings(given).data!

test('absent settings take their defaults', () => {
  expect(settings({})).toMatchObject({
    threshold_policy: { kind: 'best-f', beta: 1 },
    retrain_on_new_labels: true,
    gate_minimum_frauds: 10,
  })
})

test('the review cost is money, and the least cost is counted with it', () => {
  const given = settings({ threshold_policy: { kind: 'least-cost' }, review_cost: 3.5 })
  expect(reviewCostCents(given)).toBe(350)
  expect(reviewCostCents(settings({ review_cost: 0.29 }))).toBe(29)
  expect(thresholdObjective(given)).toEqual({ kind: 'least-cost', reviewCostCents: 350 })
})

test('an alert budget is a share of the transactions', () => {
  const given = settings({ threshold_policy: { kind: 'alert-budget' }, alert_budget: 0.002 })
  expect(thresholdObjective(given)).toEqual({ kind: 'alert-budget', budget: { share: 0.002 } })
})

test.each([
  [{ review_cost: -1 }, /review_cost is not valid/],
  [{ threshold_policy: { kind: 'guess' } }, /threshold_policy/],
  [{ retrain_after_labels: 1.5 }, /retrain_after_labels/],
  [{ no_such_setting: 1 }, /no_such_setting/],
  ['everything', /settings/],
])('a wrong setting is named: %j', (given, sentence) => {
  expect(parseDatasetSettings(given).error!.message).toMatch(sentence)
})
