import { expect, test } from 'vitest'
import { findConflicts } from './find-conflicts.ts'
import { toSettingsFields } from './settings-form.ts'

const seen = toSettingsFields({})
const now = toSettingsFields({
  review_cost: 8,
  keep_upload_days: null,
  threshold_policy: { kind: 'alert-budget' },
})

test('what both changed is shown with both values', () => {
  expect(
    findConflicts(seen, now, { reviewCost: '12', keepUploadDays: '30', policy: 'least-cost' }),
  ).toEqual([
    { field: 'policy', name: 'Threshold policy', mine: 'least cost', theirs: 'alert budget' },
    { field: 'reviewCost', name: 'Review cost', mine: '12', theirs: '8' },
    {
      field: 'keepUploadDays',
      name: 'Days that uploads are kept',
      mine: '30',
      theirs: 'for good',
    },
  ])
})

test('what only one of them changed, or both alike, is no conflict', () => {
  expect(findConflicts(seen, now, { gateMargin: '0.1', reviewCost: '8' })).toEqual([])
})
