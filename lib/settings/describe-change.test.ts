import { expect, test } from 'vitest'
import { describeChange } from './describe-change.ts'

test('a change names what differs, defaults filled in', () => {
  expect(
    describeChange(
      {},
      { review_cost: 8, keep_upload_days: null, threshold_policy: { kind: 'least-cost' } },
    ),
  ).toEqual([
    'Threshold policy: best F (beta 1) → least cost',
    'Review cost: 5 → 8',
    'Days that uploads are kept: 90 → for good',
  ])
})

test('spelling a default out changes nothing', () => {
  expect(describeChange({}, { review_cost: 5 })).toEqual([])
})
