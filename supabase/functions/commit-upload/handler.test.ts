import assert from 'node:assert/strict'
import { ulb } from '../../../core/datasets/ulb.ts'
import type { Outcome } from '../_shared/http.ts'
import { handleCommit } from './handler.ts'
import type { CommitRefusal, CommitReport, CommitStore } from './store.ts'

const OWNER = '11111111-1111-4111-8111-111111111111'
const UPLOAD = '22222222-2222-4222-8222-222222222222'

const report: CommitReport = {
  status: 'committed',
  uploadId: UPLOAD,
  dataset: 'ulb',
  rowCount: 3,
  acceptedCount: 2,
  rejectedCount: 0,
  knownCount: 1,
  labelsAddedCount: 0,
  labelConflictCount: 0,
  scoredCount: 0,
  flaggedCount: 0,
  flaggedAmount: 0,
  months: ['2013-09'],
  championVersion: null,
  committedAt: '2020-01-01T00:00:00Z',
}

function fakeStore(changes: Partial<CommitStore> = {}) {
  const commits: unknown[][] = []
  const store: CommitStore = {
    findRole: () => Promise.resolve('analyst'),
    findUpload: () => Promise.resolve({ uploadedBy: OWNER, profile: 'ulb' }),
    commitUpload(...args) {
      commits.push(args)
      return Promise.resolve(report)
    },
    countDrift: () => Promise.resolve(),
    ...changes,
  }
  return { store, commits }
}

function call(
  store: CommitStore,
  body: unknown = { uploadId: UPLOAD, keepGoodRows: false },
  caller: Outcome<{ userId: string }> = { data: { userId: OWNER }, error: null },
): Promise<Outcome<CommitReport>> {
  const request = new Request('http://function/', { method: 'POST', body: JSON.stringify(body) })
  return handleCommit(request, {
    authenticate: () => Promise.resolve(caller),
    store,
    log: () => {},
  })
}

Deno.test('the commit is done in the name of the caller, with the features of the format', async () => {
  const { store, commits } = fakeStore()
  assert.deepEqual(await call(store), { data: report, error: null })
  const featureNames = ulb.features.map(({ name }) => name)
  assert.deepEqual(commits, [[UPLOAD, OWNER, false, featureNames]])
})

Deno.test('nobody without a sign-in, a role or the upload gets as far as a commit', async () => {
  const signedOut = { code: 'not_signed_in', message: 'Sign in.' } as const
  const cases = [
    { store: {}, caller: { data: null, error: signedOut }, code: 'not_signed_in' },
    { store: { findRole: () => Promise.resolve(null) }, code: 'not_allowed' },
    { store: {}, caller: { data: { userId: UPLOAD }, error: null }, code: 'upload_not_found' },
    { store: { findUpload: () => Promise.resolve(null) }, code: 'upload_not_found' },
  ]
  for (const { store: changes, caller, code } of cases) {
    const { store, commits } = fakeStore(changes)
    assert.equal((await call(store, undefined, caller)).error?.code, code)
    assert.deepEqual(commits, [])
  }
})

Deno.test('an admin commits the upload of somebody else, in the own name', async () => {
  const { store, commits } = fakeStore({ findRole: () => Promise.resolve('admin') })
  const admin = { data: { userId: UPLOAD }, error: null }
  assert.equal((await call(store, undefined, admin)).error, null)
  assert.equal(commits[0]?.[1], UPLOAD)
})

Deno.test('a body of another shape is refused', async () => {
  for (const body of [null, {}, { uploadId: UPLOAD }, { uploadId: UPLOAD, keepGoodRows: 'yes' }]) {
    const { store, commits } = fakeStore()
    assert.equal((await call(store, body)).error?.code, 'invalid_request')
    assert.deepEqual(commits, [])
  }
})

Deno.test('every refusal of the database becomes a code, a sentence and its details', async () => {
  const refusals: CommitRefusal[] = [
    { status: 'upload_not_found' },
    { status: 'upload_discarded' },
    { status: 'commit_under_way' },
    { status: 'upload_incomplete', missingParts: [1, 2] },
    { status: 'rejected_rows_need_a_decision', rejectedCount: 3, goodCount: 4 },
    { status: 'no_good_rows', rejectedCount: 3 },
    { status: 'dataset_changed' },
    { status: 'staging_lost' },
    { status: 'model_published' },
    { status: 'features_changed' },
  ]
  for (const refusal of refusals) {
    const { store } = fakeStore({ commitUpload: () => Promise.resolve(refusal) })
    const { error } = await call(store)
    const { status, ...details } = refusal
    assert.equal(error?.code, status)
    assert.match(error?.message ?? '', /\. |\.$/)
    assert.doesNotMatch(error?.message ?? '', /undefined|NaN/)
    assert.deepEqual(error?.details, details)
  }
})
