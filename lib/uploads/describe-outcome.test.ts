import { expect, test } from 'vitest'
import { describeOutcome } from './describe-outcome.ts'
import type { CommitReport } from './upload-outcome.ts'

const report: CommitReport = {
  status: 'committed',
  uploadId: '22222222-2222-4222-8222-222222222222',
  dataset: 'ulb',
  rowCount: 39_750,
  acceptedCount: 39_750,
  rejectedCount: 0,
  knownCount: 0,
  labelsAddedCount: 0,
  labelConflictCount: 0,
  scoredCount: 0,
  flaggedCount: 0,
  flaggedAmount: 0,
  months: ['2013-09'],
  championVersion: null,
  committedAt: '2026-01-02T03:04:05Z',
}

test('without a model the next step is named', () => {
  expect(describeOutcome(report, 'ulb')).toBe(
    [
      'recognised as ulb, stored 39,750 rows in dataset ulb, 0 rejected, already known 0',
      'no model exists yet for ulb: run `npm run train -- --dataset ulb`',
      'months 2013-09',
    ].join('\n'),
  )
})

test('with a model the flagged rows are counted', () => {
  const scored = {
    ...report,
    championVersion: 2,
    scoredCount: 100,
    flaggedCount: 1,
    flaggedAmount: 12.5,
  }
  const text = describeOutcome({ ...scored, months: ['2019-01', '2019-02'] }, 'ulb')
  expect(text).toContain('flagged 1 of 100 rows (amount 12.50)')
  expect(text).toContain('months 2019-01 to 2019-02 (2)')
  expect(text).not.toContain('no model')
})

test('late labels and contradictions are told', () => {
  const late = {
    ...report,
    acceptedCount: 0,
    knownCount: 5,
    labelsAddedCount: 4,
    labelConflictCount: 1,
  }
  expect(describeOutcome(late, 'ulb')).toContain(
    'labels added to 4 known rows; 1 label contradicted a stored one, which stayed',
  )
})

test('what is known already says when it came', () => {
  const known = {
    status: 'already_committed',
    uploadId: report.uploadId,
    dataset: 'ulb',
    fileName: 'first.csv',
    committedAt: '2026-01-02T03:04:05Z',
  } as const
  expect(describeOutcome(known, 'ulb')).toBe(
    'recognised as ulb; already uploaded on 2026-01-02 03:04 UTC as first.csv; nothing stored',
  )
})

test('rejected rows are counted, kept back or discarded', () => {
  const { uploadId } = report
  const waiting = {
    status: 'needs_decision',
    uploadId,
    dataset: 'ulb',
    rowCount: 3,
    rejectedCount: 1,
    goodCount: 2,
  } as const
  expect(describeOutcome(waiting, 'ulb')).toBe(
    'recognised as ulb; 1 of 3 rows rejected; nothing stored yet',
  )
  const gone = { status: 'discarded', uploadId, dataset: 'ulb', rejectedCount: 1 } as const
  expect(describeOutcome(gone, 'ulb')).toContain('1 row rejected, so the upload was discarded')
})
