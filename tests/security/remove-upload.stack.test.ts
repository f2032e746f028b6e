import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { publishModel } from '../ingest/publish-model.ts'
import { sparkovTable, ulbTable, withoutLabel } from '../ingest/sample-files.ts'
import { openUploadDesk, type UploadDesk } from '../ingest/upload-desk.ts'

let desk: UploadDesk

beforeAll(async () => {
  desk = await openUploadDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

/** Patient, for a starved machine. */
const POLLING = { timeout: 30_000, interval: 20 }

const january = sparkovTable({ from: '2018-01', to: '2018-01' })
const february = sparkovTable({ from: '2018-02', to: '2018-02' })

/** Everything that an upload may change, row by row; without the moments at which it was written. */
async function readState() {
  const tables = [
    'public.transactions',
    'public.predictions',
    'public.reviews',
    'public.card_states',
    'public.monthly_transactions',
    'public.monthly_predictions',
    'public.rejected_rows',
    'public.label_conflicts',
    'public.upload_evaluations',
    'private.staged_transactions',
    'private.staged_card_states',
    'private.added_labels',
    'private.replaced_card_states',
  ]
  const state: Record<string, string[]> = {}
  for (const table of tables) {
    const rows = await desk.sql.unsafe<{ row: string }[]>(
      `select (to_jsonb(t) - 'updated_at')::text as row from ${table} as t order by 1`,
    )
    state[table] = rows.map(({ row }) => row)
  }
  const datasets = await desk.sql`select slug, feature_names from public.datasets order by id`
  return { ...state, datasets: datasets.map((row) => JSON.stringify(row)) }
}

test('a removed upload leaves the dataset as if it had never come', async () => {
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: 1, offset: 50 })
  await desk.upload(january, { name: 'january.csv' })
  const before = await readState()

  const report = await desk.upload(february, { name: 'february.csv' })
  const [flagged] = await desk.sql`
    select id, occurred_at::text from public.transactions where upload_id = ${report.uploadId} limit 1`
  const reviewed = await desk.pinky.rpc('record_review', {
    transaction_id: Number(flagged!.id),
    occurred_at: flagged!.occurred_at,
    outcome: 'fraud',
  })
  expect(reviewed.error).toBeNull()
  expect(await readState()).not.toEqual(before)

  const removed = await desk.pinky.rpc('remove_upload', { upload_id: report.uploadId })
  expect(removed.error).toBeNull()
  expect(await readState()).toEqual(before)
  const paths = removed.data as string[]
  expect(paths.length).toBeGreaterThan(0)
  const gone = await desk.pinky.storage.from('uploads').remove(paths)
  expect(gone.data?.length).toBe(paths.length)
  const [event] = await desk.sql`select kind from public.events order by id desc limit 1`
  expect(event!.kind).toBe('upload_removed')

  // And the same file again gives the same rows, features and card histories.
  const again = await desk.upload(february, { name: 'february.csv' })
  expect(again.acceptedCount).toBe(report.acceptedCount)
  await desk.expectMonthsToEqualRecount('sparkov')
})

test('labels that it gave to earlier rows go with it, reviews stay', async () => {
  const table = ulbTable()
  await desk.upload(withoutLabel(table), { name: 'rows.csv' })
  const before = await readState()
  const report = await desk.upload(table, { name: 'labels.csv' })
  expect(report.labelsAddedCount).toBe(table.rows.length)
  const removed = await desk.brain.rpc('remove_upload', { upload_id: report.uploadId })
  expect(removed.error).toBeNull()
  expect(await readState()).toEqual(before)
})

test('a label that went with its file does not come back when a review of it is undone', async () => {
  const table = ulbTable()
  await desk.upload(withoutLabel(table), { name: 'rows.csv' })
  const { uploadId } = await desk.upload(table, { name: 'labels.csv' })
  const rows = await desk.sql<{ id: string; occurred_at: string }[]>`
    select id, occurred_at::text from public.transactions order by id limit 2`
  const reviews: number[] = []
  for (const { id, occurred_at } of rows) {
    const place = { transaction_id: Number(id), occurred_at }
    const { data } = await desk.pinky.rpc('record_review', { ...place, outcome: 'fraud' })
    reviews.push(data!)
  }
  const undo = async (at: number) =>
    expect((await desk.pinky.rpc('undo_review', { review_id: reviews[at]! })).error).toBeNull()
  const readLabel = async (at: number) =>
    (await desk.sql`select label_source from public.transactions where id = ${rows[at]!.id}`)[0]

  await undo(0)
  expect(await readLabel(0)).toEqual({ label_source: 'file' })
  expect((await desk.brain.rpc('remove_upload', { upload_id: uploadId })).error).toBeNull()
  expect(await readLabel(1)).toEqual({ label_source: 'review' })
  await undo(1)
  expect(await readLabel(1)).toEqual({ label_source: null })
  await desk.expectMonthsToEqualRecount('ulb')
})

test('an upload that a later one was built on is not removed', async () => {
  const first = await desk.upload(january, { name: 'january.csv' })
  const second = await desk.upload(february, { name: 'february.csv' })
  const refused = await desk.brain.rpc('remove_upload', { upload_id: first.uploadId })
  expect(refused.error?.message).toContain('february.csv')
  expect(refused.status).toBe(409)
  for (const { uploadId } of [second, first])
    expect((await desk.brain.rpc('remove_upload', { upload_id: uploadId })).error).toBeNull()
  expect(await desk.countEverything()).toEqual({
    transactions: 0,
    predictions: 0,
    months: 0,
    cards: 0,
    rejected: 0,
    staged: 0,
    stagedCards: 0,
  })
})

test("another analyst's upload is not removed", async () => {
  const theirs = await desk.upload(january)
  const other = await desk.addAnalyst('other@remove.test')
  const refused = await other.rpc('remove_upload', { upload_id: theirs.uploadId })
  expect(refused.status).toBe(404)
})

test('old months are dropped with their partitions, kept ones stay as they are', async () => {
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: 1, offset: 50 })
  await desk.upload(january)
  await desk.upload(february)
  const analyst = await desk.pinky.rpc('drop_months_before', {
    cutoff: '2018-02-01',
    reason: 'Retention.',
  })
  expect(analyst.status).toBe(403)
  const dropped = await desk.brain.rpc('drop_months_before', {
    cutoff: '2018-02-01',
    reason: 'Retention.',
  })
  expect(dropped.error).toBeNull()
  expect(dropped.data).toContain('2018-01-01')
  const [old] = await desk.sql`
    select to_regclass('partitions.transactions_2018_01') as transactions,
           to_regclass('partitions.predictions_2018_01') as predictions,
           (select count(*)::int from public.monthly_transactions where month < '2018-02-01') as months`
  expect(old).toEqual({ transactions: null, predictions: null, months: 0 })
  await desk.expectMonthsToEqualRecount('sparkov')
  // A month that was dropped may come again.
  await desk.upload(ulbTable({ count: 50 }))
})

test.each([
  ['transactions', 'predictions'],
  ['predictions', 'transactions'],
])('months are dropped while somebody reads %s and then %s', async (first, second) => {
  await desk.upload(january)
  const dropping = await desk.sql.begin(async (reading) => {
    await reading.unsafe(`select 1 from public.${first} limit 1`)
    const dropping = desk.brain.rpc('drop_months_before', {
      cutoff: '2018-02-01',
      reason: 'Retention.',
    })
    const started = dropping.then((result) => result)
    await expect
      .poll(async () => {
        const [waiting] = await desk.sql`
          select count(*)::int as count from pg_locks
          where not granted and relation in ('public.transactions'::regclass, 'public.predictions'::regclass)`
        return waiting!.count
      }, POLLING)
      .toBeGreaterThan(0)
    await reading.unsafe(`select 1 from public.${second} limit 1`)
    return { started }
  })
  expect((await dropping.started).error).toBeNull()
  expect(await desk.countEverything()).toMatchObject({ transactions: 0, months: 0, cards: 0 })
})
