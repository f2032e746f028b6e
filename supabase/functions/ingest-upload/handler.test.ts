import assert from 'node:assert/strict'
import { sparkov } from '../../../core/datasets/sparkov.ts'
import { sparkovCells } from '../../../core/datasets/sparkov-row.fixture.ts'
import { ulb } from '../../../core/datasets/ulb.ts'
import { emptyCardState } from '../../../core/features/card-history.ts'
import type { Outcome } from '../_shared/http.ts'
import { handleIngest } from './handler.ts'
import type { PartReport } from './ingest-part.ts'
import type { IngestStore, StagedPart, UploadPart } from './ingest-store.ts'

const OWNER = '11111111-1111-4111-8111-111111111111'
const UPLOAD = '22222222-2222-4222-8222-222222222222'
const NOW = Date.UTC(2020, 0, 1)
const columns = [...ulb.columns, 'Class']
const rows = new TextEncoder().encode(
  `0,${'1.5,'.repeat(28)}12.34,0\n1,${'2.5,'.repeat(28)}oops,1\n`,
)

const part: UploadPart = {
  uploadId: UPLOAD,
  number: 0,
  firstLine: 2,
  byteCount: rows.length,
  storagePath: `${OWNER}/${UPLOAD}/00000.csv`,
  uploadedBy: OWNER,
  state: 'receiving',
  columns,
  datasetId: 2,
  datasetSlug: 'ulb',
  profile: 'ulb',
  featureNames: [],
  baseCardRevision: '0',
  ingested: null,
}

/** A store that answers with the given part, and remembers what it was asked. */
function fakeStore(changes: Partial<IngestStore> = {}, found: UploadPart | null = part) {
  const calls: string[] = []
  const staged: StagedPart[] = []
  const store: IngestStore = {
    findRole: () => Promise.resolve('analyst'),
    findPart: () => Promise.resolve(found),
    downloadPart: () => Promise.resolve(rows),
    waitForPrevious: () => Promise.resolve(true),
    loadCardKey: () => Promise.resolve(new Uint8Array(32)),
    loadHistory: () => Promise.resolve({ cardStates: new Map(), knownFingerprints: new Map() }),
    loadChampion: () => Promise.resolve({ champion: null, unusable: null }),
    recordUnusableChampion: () => Promise.resolve(),
    stagePart(_, rowsToStage) {
      staged.push(rowsToStage)
      const rejectedCount = rowsToStage.rowCount - rowsToStage.transactions.length
      return Promise.resolve({
        rowCount: rowsToStage.rowCount,
        rejectedCount,
        uploadState: 'ready' as const,
      })
    },
    restartUpload: () => Promise.resolve(),
    ...changes,
  }
  const watched = Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      (...args: never[]) => {
        calls.push(name)
        return (call as (...args: never[]) => unknown)(...args)
      },
    ]),
  ) as unknown as IngestStore
  return { store: watched, calls, staged }
}

function call(
  store: IngestStore,
  body: unknown = { uploadId: UPLOAD, partNumber: 0 },
  caller: Outcome<{ userId: string }> = { data: { userId: OWNER }, error: null },
): Promise<Outcome<PartReport>> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const request = new Request('http://function/', { method: 'POST', body: text })
  return handleIngest(request, {
    authenticate: () => Promise.resolve(caller),
    store,
    now: NOW,
    log: () => {},
  })
}

Deno.test('who is not signed in is refused before anything is asked of the database', async () => {
  const { store, calls } = fakeStore()
  const refused = { code: 'not_signed_in', message: 'Sign in.' } as const
  const outcome = await call(store, undefined, { data: null, error: refused })
  assert.equal(outcome.error?.code, 'not_signed_in')
  assert.deepEqual(calls, [])
})

Deno.test('who has no role is refused before the body is read', async () => {
  const { store, calls } = fakeStore({ findRole: () => Promise.resolve(null) })
  const outcome = await call(store, 'not even JSON')
  assert.equal(outcome.error?.code, 'not_allowed')
  assert.deepEqual(calls, ['findRole'])
})

Deno.test('a body of another shape is refused before the upload is looked up', async () => {
  const bodies = [
    'not JSON',
    {},
    { uploadId: 'x', partNumber: 0 },
    { uploadId: UPLOAD, partNumber: -1 },
    { uploadId: UPLOAD, partNumber: 0.5 },
    { uploadId: UPLOAD, partNumber: '0' },
    { uploadId: UPLOAD, partNumber: 0, extra: true },
  ]
  for (const body of bodies) {
    const { store, calls } = fakeStore()
    const outcome = await call(store, body)
    assert.equal(outcome.error?.code, 'invalid_request')
    assert.deepEqual(calls, ['findRole'])
  }
})

Deno.test('the upload of somebody else is as if it were not there, but not for an admin', async () => {
  const stranger = { data: { userId: UPLOAD }, error: null }
  const analyst = await call(fakeStore().store, undefined, stranger)
  assert.equal(analyst.error?.code, 'upload_not_found')
  const missing = await call(fakeStore({}, null).store)
  assert.deepEqual(analyst, missing)
  const { store } = fakeStore({ findRole: () => Promise.resolve('admin') })
  assert.equal((await call(store, undefined, stranger)).error, null)
})

Deno.test('good rows are staged, refused ones are staged with their faults', async () => {
  const { store, staged } = fakeStore()
  const outcome = await call(store)
  assert.deepEqual(outcome.data, {
    partNumber: 0,
    rowCount: 2,
    rejectedCount: 1,
    uploadState: 'ready',
  })
  const [only] = staged
  assert.equal(only?.transactions.length, 1)
  assert.equal(only?.transactions[0]?.amountCents, 1234)
  assert.equal(only?.predictions, null)
  assert.equal(only?.features.length, ulb.features.length)
  assert.deepEqual(
    only?.rejected.map(({ line, column, code }) => ({ line, column, code })),
    [{ line: 3, column: 'Amount', code: 'not_a_number' }],
  )
})

Deno.test('a part that is staged already is answered from the database', async () => {
  const ingested = { rowCount: 7, rejectedCount: 2, uploadState: 'receiving' } as const
  const { store, calls } = fakeStore({}, { ...part, ingested })
  const outcome = await call(store)
  assert.deepEqual(outcome.data, { partNumber: 0, ...ingested })
  assert.deepEqual(calls, ['findRole', 'findPart'])
})

Deno.test('a part of an upload that has ended is refused', async () => {
  for (const state of ['committed', 'discarded'] as const) {
    const outcome = await call(fakeStore({}, { ...part, state }).store)
    assert.equal(outcome.error?.code, 'upload_closed')
  }
  const ingested = { rowCount: 7, rejectedCount: 0, uploadState: 'ready' } as const
  const staged = fakeStore({}, { ...part, state: 'discarded', ingested })
  assert.equal((await call(staged.store)).error?.code, 'upload_closed')
  const { store } = fakeStore({ stagePart: () => Promise.resolve('upload_closed' as const) })
  assert.equal((await call(store)).error?.code, 'upload_closed')
})

Deno.test('a part with cards is refused while the one before it is missing', async () => {
  const second = { ...part, number: 1, profile: 'sparkov', columns: [...sparkov.columns] }
  const missing = { waitForPrevious: () => Promise.resolve(false) }
  const { store, calls } = fakeStore(missing, second)
  const outcome = await call(store, { uploadId: UPLOAD, partNumber: 1 })
  assert.equal(outcome.error?.code, 'previous_part_missing')
  assert.deepEqual(outcome.error?.details, { partNumber: 0 })
  assert.ok(!calls.includes('loadHistory'))
})

Deno.test('the history of a card whose rows are all known already is not written again', async () => {
  const row = (card: string) =>
    sparkovCells({ cc_num: card, merchant: 'Rippin', job: 'Psychologist' }).join(',')
  const bytes = new TextEncoder().encode(`${row('49990000')}\n${row('49991111')}\n`)
  const cards = { ...part, profile: 'sparkov', columns: [...sparkov.columns] }
  const { store, staged } = fakeStore(
    {
      downloadPart: () => Promise.resolve(bytes),
      loadHistory: (_part, cardHashes, [first]) =>
        Promise.resolve({
          cardStates: new Map(cardHashes.map((hash) => [hash, emptyCardState()])),
          knownFingerprints: new Map([[first!.fingerprint, { storedCount: 1, stagedCount: 0 }]]),
        }),
    },
    { ...cards, byteCount: bytes.length },
  )
  assert.equal((await call(store)).error, null)
  assert.equal(staged[0]?.transactions.length, 2)
  assert.deepEqual([...(staged[0]?.cardStates.keys() ?? [])], ['49991111'])
})

Deno.test('a part without cards waits for nothing', async () => {
  const { store, calls } = fakeStore()
  await call(store)
  assert.ok(!calls.includes('waitForPrevious'))
})

Deno.test('a part that was not received, or not as announced, is refused', async () => {
  const absent = fakeStore({ downloadPart: () => Promise.resolve(null) })
  assert.equal((await call(absent.store)).error?.code, 'part_not_received')
  const cut = fakeStore({ downloadPart: () => Promise.resolve(rows.subarray(1)) })
  assert.equal((await call(cut.store)).error?.code, 'part_size_mismatch')
  assert.ok(!cut.calls.includes('stagePart'))
})

Deno.test('when others changed the dataset meanwhile, the upload starts again', async () => {
  const { store, calls } = fakeStore({
    stagePart: () => Promise.resolve('dataset_changed' as const),
  })
  assert.equal((await call(store)).error?.code, 'dataset_changed')
  assert.equal(calls.at(-1), 'restartUpload')
})

Deno.test('a dataset stored with other features, an unknown format and another header are refused', async () => {
  const cases = [
    { change: { featureNames: ['something_else'] }, code: 'features_changed' },
    { change: { profile: 'martian' }, code: 'unknown_profile' },
    { change: { columns: ['a', 'b'] }, code: 'header_mismatch' },
  ]
  for (const { change, code } of cases) {
    const { store, calls } = fakeStore({}, { ...part, ...change })
    assert.equal((await call(store)).error?.code, code)
    assert.ok(!calls.includes('stagePart'))
  }
})

Deno.test('an unusable champion is recorded, and the rows are staged unscored', async () => {
  const unusable = {
    modelVersionId: 9,
    version: 3,
    artifactPath: 'x',
    reason: 'hash',
    servedBy: null,
  }
  const { store, calls, staged } = fakeStore({
    loadChampion: () => Promise.resolve({ champion: null, unusable }),
  })
  assert.equal((await call(store)).error, null)
  assert.ok(calls.includes('recordUnusableChampion'))
  assert.equal(staged[0]?.predictions, null)
})

Deno.test('the champion scores every row and explains those at or above the threshold', async () => {
  const scorer = {
    isProbability: true,
    featureCount: ulb.features.length,
    score: (_: Float32Array, rowCount: number) => new Float32Array(rowCount).fill(0.5),
    explain: () => [{ feature: ulb.features[0]!.name, index: 0, contribution: 2 }],
  }
  const flag = (threshold: number) =>
    fakeStore({
      loadChampion: () =>
        Promise.resolve({
          champion: { modelVersionId: 9, version: 3, threshold, scorer },
          unusable: null,
        }),
    })
  const atThreshold = flag(0.5)
  await call(atThreshold.store)
  const [reason] = JSON.parse(atThreshold.staged[0]?.predictions?.reasons.get(0) ?? '[]')
  assert.equal(reason.feature, ulb.features[0]!.name)
  const below = flag(0.51)
  await call(below.store)
  assert.equal(below.staged[0]?.predictions?.reasons.size, 0)
})
