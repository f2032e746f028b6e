import { expect, test } from 'vitest'
import { findTrainingFault } from './monitoring-overview.ts'

const finished = { id: 4, state: 'refused' as const, finishedAt: '2019-01-01T00:00:00Z' }
const lastRun = { id: 4, state: 'refused', createdAt: '2019-01-01T00:00:00Z', error: null }
const base = { lastFinishedRun: finished, lastRun, overdueAfterDays: 30 }

test('a run is overdue only after the days that the dataset grants', () => {
  expect(findTrainingFault({ ...base, now: '2019-01-31T23:00:00Z' })).toBeNull()
  expect(findTrainingFault({ ...base, now: '2019-02-01T00:00:00Z' })).toMatch(/31 days old/)
})

test('a failed run is told at once, with its reason', () => {
  const failed = { ...lastRun, id: 5, state: 'failed', error: 'No frauds.' }
  const sentence = findTrainingFault({ ...base, lastRun: failed, now: '2019-01-02T00:00:00Z' })
  expect(sentence).toBe('Run 5 failed: No frauds. Mend the cause and request retraining.')
})

test('before the first run nothing is overdue', () => {
  const never = { ...base, lastFinishedRun: null, lastRun: null }
  expect(findTrainingFault({ ...never, now: '2030-01-01T00:00:00Z' })).toBeNull()
})
