import { expect, it } from 'vitest'
import { getFormatter } from '../format/formatter.ts'
import { describeEvent } from './describe-event.ts'

const format = getFormatter('en-US')

it.each([
  ['model_promoted', { version: 2, previous_version: 1 }, 'Version 2 replaced version 1'],
  ['model_promoted', { version: 1, previous_version: null }, 'Version 1 serves'],
  ['upload_committed', { acceptedCount: 311775 }, 'An upload stored 311,775 transactions'],
  ['upload_committed', { acceptedCount: 0 }, 'An upload stored no new transactions'],
  ['threshold_changed', {}, 'Threshold changed'],
  [
    'model_artifact_unusable',
    { version: 3, servedBy: 2 },
    'The artifact of version 3 cannot be used; version 2 serves in its place',
  ],
  ['shadow_started', { version: 4 }, 'Version 4 scores in shadow'],
])('%s %j is written as "%s"', (kind, payload, words) => {
  expect(describeEvent({ kind, payload }, format)).toBe(words)
})
