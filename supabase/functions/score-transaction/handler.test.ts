import assert from 'node:assert/strict'
import { getProfile } from '../../../core/datasets/registry.ts'
import { refuse } from '../_shared/http.ts'
import { handleScoring } from './handler.ts'
import type { KeptVersion, ScoringStore } from './store.ts'

const profile = getProfile('ulb')
const BODY = { dataset: 'ulb', month: '2013-09', transactionId: 7 }
const WIDTH = profile.features.length

const VERSION: KeptVersion = {
  id: '1',
  version: 1,
  family: 'logistic-regression',
  artifact_path: 'ulb/run-1/model.fdm',
  artifact_sha256: 'a'.repeat(64),
  threshold: 0.5,
  alias: null,
  is_served: false,
  trained_until: new Date('2013-09-01T00:00:00Z'),
}

function call(
  options: {
    body?: unknown
    isSignedIn?: boolean
    role?: 'analyst' | 'admin' | null
    features?: number[]
    versions?: KeptVersion[]
    store?: Partial<ScoringStore>
  } = {},
) {
  const asked: number[] = []
  const answer = handleScoring(
    new Request('http://function/', {
      method: 'POST',
      body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body ?? BODY),
    }),
    {
      authenticate: () =>
        Promise.resolve(
          options.isSignedIn === false
            ? refuse('not_signed_in', 'You are not signed in.')
            : { data: { userId: 'pinky' }, error: null },
        ),
      store: {
        findRole: () => Promise.resolve(options.role === undefined ? 'analyst' : options.role),
        findTransaction: (dataset, month, id) =>
          Promise.resolve(
            dataset === 'ulb' && month === '2013-09' && id === 7
              ? {
                  datasetId: 1,
                  profile: 'ulb',
                  occurredAt: new Date('2013-09-02T10:00:00Z'),
                  features: options.features ?? new Array<number>(WIDTH).fill(0.25),
                }
              : null,
          ),
        listVersions: () => Promise.resolve(options.versions ?? [VERSION]),
        ...options.store,
      },
      openVersion: (row) => {
        asked.push(row.version)
        return Promise.resolve(
          row.artifact_sha256.startsWith('d')
            ? { reason: 'the artifact is damaged' }
            : {
                modelVersionId: Number(row.id),
                version: row.version,
                threshold: Math.fround(row.threshold),
                scorer: {
                  featureCount: WIDTH,
                  isProbability: false,
                  score: (features) => features.slice(0, 1),
                  explain: () => [],
                },
              },
        )
      },
    },
  )
  return { answer, asked }
}

Deno.test('nobody, no role, a broken body and an unknown transaction get no further', async () => {
  const cases = [
    { options: { isSignedIn: false }, code: 'not_signed_in' },
    { options: { role: null }, code: 'not_allowed' },
    { options: { body: '{' }, code: 'invalid_request' },
    { options: { body: { ...BODY, month: '2013-13' } }, code: 'invalid_request' },
    { options: { body: { ...BODY, transactionId: '7' } }, code: 'invalid_request' },
    { options: { body: { ...BODY, threshold: 0 } }, code: 'invalid_request' },
    { options: { body: { ...BODY, transactionId: 8 } }, code: 'transaction_not_found' },
    { options: { body: { ...BODY, dataset: 'sparkov' } }, code: 'transaction_not_found' },
    { options: { body: { ...BODY, month: '2013-10' } }, code: 'transaction_not_found' },
  ]
  for (const { options, code } of cases) {
    const { answer, asked } = call(options)
    assert.equal((await answer).error?.code, code)
    assert.deepEqual(asked, [])
  }
})

Deno.test('a damaged artifact is answered with a reason, the others with a score', async () => {
  const { answer } = call({
    versions: [
      { ...VERSION, version: 3, artifact_sha256: 'd'.repeat(64) },
      { ...VERSION, version: 2, alias: 'champion', threshold: 0.25 },
      { ...VERSION, is_served: true },
    ],
  })
  const { data } = await answer
  assert.deepEqual(
    data?.opinions.map(({ version, alias, isServed, fraudScore, isFlagged, reason }) => ({
      version,
      alias,
      isServed,
      fraudScore,
      isFlagged,
      reason,
    })),
    [
      {
        version: 3,
        alias: null,
        isServed: false,
        fraudScore: null,
        isFlagged: null,
        reason: 'the artifact is damaged',
      },
      {
        version: 2,
        alias: 'champion',
        isServed: false,
        fraudScore: 0.25,
        isFlagged: true,
        reason: null,
      },
      {
        version: 1,
        alias: null,
        isServed: true,
        fraudScore: 0.25,
        isFlagged: false,
        reason: null,
      },
    ],
  )
})

Deno.test('a version that learned from the day of the transaction is told apart', async () => {
  const { answer } = call({
    versions: [{ ...VERSION, version: 2, trained_until: new Date('2013-10-01') }, VERSION],
  })
  assert.deepEqual(
    (await answer).data?.opinions.map(({ hasLearnedFromIt }) => hasLearnedFromIt),
    [true, false],
  )
})

Deno.test('features of another shape are scored by no version', async () => {
  const { answer, asked } = call({ features: [1, 2] })
  assert.match((await answer).data?.opinions[0]?.reason ?? '', /other features/)
  assert.deepEqual(asked, [])
})
