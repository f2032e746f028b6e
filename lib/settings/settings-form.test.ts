import { expect, test } from 'vitest'
import { defaultSettings, parseSettingsFields, toSettingsFields } from './settings-form.ts'

test('settings that are shown and saved unchanged stay what they are', () => {
  for (const settings of [
    defaultSettings,
    { ...defaultSettings, alert_budget: 0.0007, keep_upload_days: null },
    { ...defaultSettings, threshold_policy: { kind: 'target-precision', precision: 0.35 } },
  ]) {
    expect(parseSettingsFields(toSettingsFields(settings)).settings).toEqual(settings)
  }
})

test('every wrong field has its own sentence', () => {
  const { faults } = parseSettingsFields({
    ...toSettingsFields({}),
    beta: '',
    reviewCost: '-1',
    alertBudget: '0',
    retrainAfterLabels: '1.5',
    keepUploadDays: 'never',
  })
  expect(Object.keys(faults ?? {}).sort()).toEqual([
    'alertBudget',
    'beta',
    'keepUploadDays',
    'retrainAfterLabels',
    'reviewCost',
  ])
  expect(faults?.reviewCost).toBe('The cost of a review is a number from 0 to 1,000,000.')
})

test('a number of a policy that is not chosen does not matter', () => {
  const { settings } = parseSettingsFields({
    ...toSettingsFields({}),
    policy: 'alert-budget',
    beta: 'x',
  })
  expect(settings?.threshold_policy).toEqual({ kind: 'alert-budget' })
})
