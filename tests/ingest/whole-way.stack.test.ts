import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { type UploadRequest, uploadFile } from '../../lib/uploads/upload-file.ts'
import type { CommitReport, UploadProgress } from '../../lib/uploads/upload-outcome.ts'
import { commitUpload, discardUpload, ingestPart } from '../../lib/uploads/upload-service.ts'
import { publishModel } from './publish-model.ts'
import { readMonths, readRows, recountMonths } from './read-back.ts'
import { asFile, sparkovTable, type Table, ulbTable, withoutLabel } from './sample-files.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

let stack: TestStack
const cards = sparkovTable()
const twins = ulbTable()
/** Cuts the files into several parts. */
const SMALL_PARTS = 40_000

beforeAll(async () => {
  stack = await openTestStack()
})
afterAll(() => stack?.close())

/** Each test begins with empty datasets. */
beforeEach(async () => {
  const { sql } = stack
  await sql`
    truncate public.transactions, public.predictions, public.reviews, public.card_states, public.monthly_transactions,
      public.monthly_predictions, public.model_aliases, public.uploads, private.staged_transactions cascade`
  await sql`update public.datasets set feature_names = '{}'`
})

async function upload(
  file: Table,
  request: Partial<UploadRequest> & { name?: string } = {},
): Promise<CommitReport> {
  const result = await uploadFile({
    client: stack.pinky,
    source: asFile(request.name ?? 'transactions.csv', file),
    partBytes: SMALL_PARTS,
    ...request,
  })
  if (result.error !== null) throw new Error(`${result.error.code}: ${result.error.message}`)
  if (result.data.status !== 'committed') throw new Error(`ended as ${result.data.status}`)
  return result.data
}

async function countEverything() {
  const [counts] = await stack.sql`
    select
      (select count(*)::int from public.transactions) as transactions,
      (select count(*)::int from public.predictions) as predictions,
      (select count(*)::int from public.monthly_transactions) as months,
      (select count(*)::int from public.card_states) as cards,
      (select count(*)::int from public.rejected_rows) as rejected,
      (select count(*)::int from private.staged_transactions) as staged,
      (select count(*)::int from private.staged_card_states) as "stagedCards"`
  return counts!
}

async function expectMonthsToEqualRecount(dataset: string): Promise<void> {
  const months = await readMonths(stack.sql, dataset)
  expect(months.transactions.length).toBeGreaterThan(0)
  expect(months).toEqual(await recountMonths(stack.sql, dataset))
}

describe('a file with card history', () => {
  test('is stored once, rolled up, and leaves nothing in staging', async () => {
    const progress: UploadProgress[] = []
    const report = await upload(cards, { onProgress: (state) => progress.push(state) })
    expect(report).toMatchObject({
      dataset: 'sparkov',
      rowCount: cards.rows.length,
      acceptedCount: cards.rows.length,
      rejectedCount: 0,
      knownCount: 0,
      scoredCount: 0,
      championVersion: null,
      months: ['2018-01', '2018-02'],
    })
    expect(await countEverything()).toMatchObject({
      transactions: cards.rows.length,
      staged: 0,
      stagedCards: 0,
    })
    await expectMonthsToEqualRecount('sparkov')
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(
      new Set(['reading', 'sending', 'committing']),
    )
    expect(progress.at(-1)).toMatchObject({ rowsDone: cards.rows.length, rejected: 0 })
    expect(progress.at(-1)!.bytesDone).toBe(progress.at(-1)!.bytesTotal)
  })

  test('holds no card number and no name', async () => {
    await upload(cards)
    const cells = cards.rows[0]!.split(',')
    const [found] = await stack.sql`
      select count(*)::int as count from public.transactions
      where transactions::text like ${`%${cells[1]}%`} or transactions::text like ${`%${cells[6]}%`}`
    expect(found!.count).toBe(0)
  })

  test('gives the same features in one part and in many', async () => {
    await upload(cards, { datasetSlug: 'sparkov' })
    await upload(cards, { datasetSlug: 'demo', partBytes: 4_000_000 })
    const inParts = await readRows(stack.sql, 'sparkov')
    expect(inParts).toHaveLength(cards.rows.length)
    expect(inParts).toEqual(await readRows(stack.sql, 'demo'))
  })

  test('gives the same features in one file and in two that follow each other', async () => {
    const half = Math.floor(cards.rows.length / 2)
    await upload({ ...cards, rows: cards.rows.slice(0, half) }, { datasetSlug: 'demo' })
    await upload({ ...cards, rows: cards.rows.slice(half) }, { datasetSlug: 'demo' })
    await upload(cards, { datasetSlug: 'sparkov' })
    expect(await readRows(stack.sql, 'demo')).toEqual(await readRows(stack.sql, 'sparkov'))
  })

  test('that overlaps an earlier one adds only what is new, with the features of an undisturbed run', async () => {
    const third = Math.floor(cards.rows.length / 3)
    await upload({ ...cards, rows: cards.rows.slice(0, 2 * third) }, { datasetSlug: 'demo' })
    const overlapping = { ...cards, rows: cards.rows.slice(third) }
    const report = await upload(overlapping, { datasetSlug: 'demo' })
    expect(report).toMatchObject({
      acceptedCount: cards.rows.length - 2 * third,
      knownCount: third,
    })
    await upload(cards, { datasetSlug: 'sparkov' })
    expect(await readRows(stack.sql, 'demo')).toEqual(await readRows(stack.sql, 'sparkov'))
    await expectMonthsToEqualRecount('demo')
  })
})

describe('the same content again', () => {
  test('changes nothing and is said to be known', async () => {
    const first = await upload(cards, { name: 'first.csv' })
    const before = await countEverything()
    const again = await uploadFile({ client: stack.brain, source: asFile('second.csv', cards) })
    expect(again.data).toMatchObject({
      status: 'already_committed',
      uploadId: first.uploadId,
      fileName: 'first.csv',
    })
    expect(await countEverything()).toEqual(before)
  })

  test('with its rows in another order stores nothing', async () => {
    await upload(cards)
    const before = await countEverything()
    const report = await upload({ ...cards, rows: cards.rows.toReversed() })
    expect(report).toMatchObject({ acceptedCount: 0, knownCount: cards.rows.length })
    expect(await countEverything()).toEqual(before)
  })

  test('uploaded by two people at the same moment ends with one set of rows', async () => {
    for (const table of [twins, cards]) {
      const reports = await Promise.all([
        upload(table),
        upload(table, { client: stack.brain, partBytes: 25_000 }),
      ])
      const accepted = reports.reduce((sum, { acceptedCount }) => sum + acceptedCount, 0)
      expect(accepted).toBe(table.rows.length)
      const rows = await readRows(stack.sql, reports[0]!.dataset)
      expect(rows).toHaveLength(table.rows.length)
    }
    await upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(stack.sql, 'sparkov')).toEqual(await readRows(stack.sql, 'demo'))
  })
})

describe('exact twins', () => {
  test('within a file are separate transactions, numbered', async () => {
    const report = await upload(twins)
    expect(report).toMatchObject({ dataset: 'ulb', acceptedCount: twins.rows.length })
    const rows = await readRows(stack.sql, 'ulb')
    expect(rows.filter(({ occurrence }) => occurrence === 2)).toHaveLength(30)
    await expectMonthsToEqualRecount('ulb')
  })

  test('of which one is stored already: the second one is new', async () => {
    await upload({ ...twins, rows: [...new Set(twins.rows)] })
    const report = await upload(twins)
    expect(report).toMatchObject({ acceptedCount: 30, knownCount: twins.rows.length - 30 })
  })
})

describe('labels that come later', () => {
  test('are added to the rows that lack them, with source and person, and logged', async () => {
    const unlabelled = await upload(withoutLabel(twins))
    expect(unlabelled.acceptedCount).toBe(twins.rows.length)
    const report = await upload(twins, { client: stack.brain })
    expect(report).toMatchObject({
      acceptedCount: 0,
      knownCount: twins.rows.length,
      labelsAddedCount: twins.rows.length,
      labelConflictCount: 0,
    })
    const [labels] = await stack.sql`
      select count(*)::int as count, count(distinct labelled_by)::int as people, min(label_source::text) as source
      from public.transactions where is_fraud is not null and labelled_at is not null`
    expect(labels).toEqual({ count: twins.rows.length, people: 1, source: 'file' })
    const events = await stack.sql`select kind, payload from public.events order by id desc limit 2`
    expect(events.map(({ kind }) => kind)).toEqual(['labels_added', 'upload_committed'])
    expect(events[0]!.payload).toMatchObject({ labelsAddedCount: twins.rows.length })
    await expectMonthsToEqualRecount('ulb')
  })

  test('do not change the card histories', async () => {
    await upload(withoutLabel(cards))
    const before = await stack.sql`select card_hash, state from public.card_states order by 1`
    await upload(cards)
    expect(await stack.sql`select card_hash, state from public.card_states order by 1`).toEqual(
      before,
    )
  })

  test('that contradict are counted, and the stored label stays, also a review', async () => {
    await upload(withoutLabel(twins))
    const [reviewed] =
      await stack.sql`select id, occurred_at::text from public.transactions where occurrence = 1
      order by occurred_at limit 1`
    const { error } = await stack.pinky.rpc('record_review', {
      transaction_id: Number(reviewed!.id),
      occurred_at: reviewed!.occurred_at,
      outcome: 'fraud',
    })
    expect(error).toBeNull()
    const allLegitimate = twins.rows.map((row) => `${row.slice(0, -1)}0`)
    const first = await upload({ ...twins, rows: allLegitimate })
    expect(first).toMatchObject({
      labelsAddedCount: twins.rows.length - 1,
      labelConflictCount: 1,
    })
    const [kept] =
      await stack.sql`select is_fraud, label_source from public.transactions where id = ${reviewed!.id}`
    expect(kept).toEqual({ is_fraud: true, label_source: 'review' })
    await expectMonthsToEqualRecount('ulb')
  })
})

describe('rejected rows', () => {
  const broken: Table = {
    ...twins,
    rows: twins.rows.map((row, index) => (index % 100 === 3 ? row.replace(/^\d+/, 'soon') : row)),
  }
  const rejectedCount = broken.rows.filter((row) => row.startsWith('soon')).length
  const goodCount = broken.rows.length - rejectedCount

  test('wait for a decision, and nobody sees a row until it is made', async () => {
    const result = await uploadFile({
      client: stack.pinky,
      source: asFile('b.csv', broken),
      partBytes: SMALL_PARTS,
    })
    expect(result.data).toMatchObject({ status: 'needs_decision', rejectedCount, goodCount })
    expect(await countEverything()).toMatchObject({
      transactions: 0,
      months: 0,
      rejected: rejectedCount,
      staged: goodCount,
    })
    const uploadId = result.data!.status === 'needs_decision' ? result.data!.uploadId : ''
    const { data: visible } = await stack.pinky
      .from('rejected_rows')
      .select('line, column_name, value, code')
      .order('line')
      .limit(1)
    expect(visible).toEqual([{ line: 5, column_name: 'Time', value: 'soon', code: 'not_a_number' }])

    const refused = await commitUpload(stack.pinky, uploadId, false)
    expect(refused.error?.code).toBe('rejected_rows_need_a_decision')
    const committed = await commitUpload(stack.pinky, uploadId, true)
    expect(committed.data).toMatchObject({ acceptedCount: goodCount, rejectedCount })
    expect(await commitUpload(stack.pinky, uploadId, true)).toEqual(committed)
    await expectMonthsToEqualRecount('ulb')
  })

  test('discarded leave nothing but the event', async () => {
    const result = await uploadFile({
      client: stack.pinky,
      source: asFile('b.csv', broken),
      keepGoodRows: false,
      partBytes: SMALL_PARTS,
    })
    expect(result.data).toMatchObject({ status: 'discarded', rejectedCount })
    expect(await countEverything()).toEqual({
      transactions: 0,
      predictions: 0,
      months: 0,
      cards: 0,
      rejected: 0,
      staged: 0,
      stagedCards: 0,
    })
    const objects = await stack.sql`select name from storage.objects where bucket_id = 'uploads'
      and name like ${`%${result.data!.uploadId}%`}`
    expect(objects).toEqual([])
    const [event] = await stack.sql`select kind from public.events order by id desc limit 1`
    expect(event!.kind).toBe('upload_discarded')
  })

  test('discarded by an admin leave no part in Storage either', async () => {
    const held = await uploadFile({ client: stack.pinky, source: asFile('b.csv', broken) })
    expect((await discardUpload(stack.brain, held.data!.uploadId)).error).toBeNull()
    const objects = await stack.sql`select name from storage.objects where bucket_id = 'uploads'
      and name like ${`%${held.data!.uploadId}%`}`
    expect(objects).toEqual([])
  })

  test('a file without one good row is never committed', async () => {
    const result = await uploadFile({
      client: stack.pinky,
      source: asFile('b.csv', { ...twins, rows: twins.rows.map((row) => `x${row}`) }),
      keepGoodRows: true,
    })
    expect(result.error?.code).toBe('no_good_rows')
    expect(await countEverything()).toMatchObject({ transactions: 0 })
  })

  test('a committed upload cannot be discarded', async () => {
    const { uploadId } = await upload(twins)
    const { error } = await discardUpload(stack.pinky, uploadId)
    expect(error?.code).toBe('upload_committed')
    expect(await countEverything()).toMatchObject({ transactions: twins.rows.length })
  })
})

describe('an interrupted upload', () => {
  test('goes on where it was cut, and ends like an undisturbed one', async () => {
    for (const partsBeforeCut of [0, 1, 3]) {
      const cut = new AbortController()
      let ingested = 0
      const first = await uploadFile({
        client: stack.pinky,
        source: asFile('cards.csv', cards),
        datasetSlug: 'demo',
        partBytes: SMALL_PARTS + partsBeforeCut,
        signal: cut.signal,
        onProgress({ phase, rowsDone }) {
          if (phase === 'reading') return
          if (rowsDone > 0) ingested++
          if (ingested >= partsBeforeCut) cut.abort()
        },
      })
      expect(first.error?.code).toBe('cancelled')
      expect(await countEverything()).toMatchObject({ transactions: 0 })
    }
    const progress: UploadProgress[] = []
    const report = await upload(cards, {
      datasetSlug: 'demo',
      partBytes: SMALL_PARTS + 3,
      onProgress: (state) => progress.push(state),
    })
    const start = progress.find(({ phase }) => phase === 'sending')
    expect(start!.bytesDone).toBeGreaterThan(0)
    expect(report.acceptedCount).toBe(cards.rows.length)
    await upload(cards, { datasetSlug: 'sparkov' })
    expect(await readRows(stack.sql, 'demo')).toEqual(await readRows(stack.sql, 'sparkov'))
  })

  test('of a file that changes between its two passes stores nothing', async () => {
    const changed = { ...cards, rows: cards.rows.with(300, cards.rows[300]!.replace(/0$/, '1')) }
    let pass = 0
    const source = {
      ...asFile('cards.csv', cards),
      stream: () => asFile('cards.csv', pass++ < 2 ? cards : changed).stream(),
    }
    const result = await uploadFile({ client: stack.pinky, source, partBytes: SMALL_PARTS })
    expect(result.error?.code).toBe('file_changed')
    expect(await countEverything()).toMatchObject({ transactions: 0, staged: 0, stagedCards: 0 })
    expect(await stack.sql`select state from public.uploads`).toEqual([{ state: 'discarded' }])
  })

  test('survives the loss of its staged rows', async () => {
    const broken = { ...cards, rows: ['nonsense', ...cards.rows] }
    const source = asFile('cards.csv', broken)
    const held = await uploadFile({ client: stack.pinky, source, partBytes: SMALL_PARTS })
    expect(held.data?.status).toBe('needs_decision')
    // What a crash of Postgres does to unlogged tables.
    await stack.sql`truncate private.staged_transactions, private.staged_card_states`
    const refused = await commitUpload(stack.pinky, held.data!.uploadId, true)
    expect(refused.error?.code).toBe('staging_lost')
    await upload(broken, { keepGoodRows: true })
    await upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(stack.sql, 'sparkov')).toEqual(await readRows(stack.sql, 'demo'))
  })

  test('begins again by itself when others changed the card histories meanwhile', async () => {
    const half = Math.floor(cards.rows.length / 2)
    const later = { ...cards, rows: ['nonsense', ...cards.rows.slice(half)] }
    const source = asFile('later.csv', later)
    const held = await uploadFile({ client: stack.pinky, source, partBytes: SMALL_PARTS })
    expect(held.data?.status).toBe('needs_decision')
    await upload({ ...cards, rows: cards.rows.slice(0, half) }, { client: stack.brain })
    const report = await upload(later, { keepGoodRows: true })
    expect(report).toMatchObject({ acceptedCount: cards.rows.length - half, rejectedCount: 1 })
    await upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(stack.sql, 'sparkov')).toEqual(await readRows(stack.sql, 'demo'))
  })
})

describe('a part', () => {
  test('ingested twice, also at the same moment, is staged once', async () => {
    const held = await uploadFile({
      client: stack.pinky,
      source: asFile('cards.csv', { ...cards, rows: ['nonsense', ...cards.rows] }),
      partBytes: SMALL_PARTS,
    })
    const { uploadId } = held.data!
    const before = await countEverything()
    const again = await Promise.all(
      [0, 0, 1].map((part) => ingestPart(stack.pinky, uploadId, part)),
    )
    expect(again.map(({ error }) => error)).toEqual([null, null, null])
    expect(await countEverything()).toEqual(before)

    await stack.sql`select private.restart_upload(${uploadId})`
    const together = await Promise.all(
      [0, 0, 0].map((part) => ingestPart(stack.pinky, uploadId, part)),
    )
    expect(together.map(({ error }) => error)).toEqual([null, null, null])
    const [staged] = await stack.sql`select count(*)::int as count from private.staged_transactions`
    const [part] =
      await stack.sql`select row_count - rejected_count as count from public.upload_parts
      where upload_id = ${uploadId} and number = 0`
    expect(staged).toEqual(part)
  })

  test('that continues another one waits for it', async () => {
    const held = await uploadFile({
      client: stack.pinky,
      source: asFile('cards.csv', { ...cards, rows: ['nonsense', ...cards.rows] }),
      partBytes: SMALL_PARTS,
    })
    const { uploadId } = held.data!
    await stack.sql`select private.restart_upload(${uploadId})`
    const backwards = await Promise.all(
      [3, 2, 1, 0].map((part) => ingestPart(stack.pinky, uploadId, part)),
    )
    expect(backwards.map(({ error }) => error)).toEqual([null, null, null, null])
    expect((await commitUpload(stack.pinky, uploadId, true)).error).toBeNull()
    await upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(stack.sql, 'sparkov')).toEqual(await readRows(stack.sql, 'demo'))
  })
})

describe('rights', () => {
  test("another analyst can neither see, ingest, commit nor discard one's upload; an admin can", async () => {
    const other = await stack.addAnalyst('other@ingest.test')
    const held = await uploadFile({
      client: stack.pinky,
      source: asFile('b.csv', { ...twins, rows: ['nonsense', ...twins.rows] }),
    })
    const { uploadId } = held.data!
    const attempts = [
      await ingestPart(other, uploadId, 0),
      await commitUpload(other, uploadId, true),
      await discardUpload(other, uploadId),
    ]
    expect(attempts.map(({ error }) => error?.code)).toEqual(Array(3).fill('upload_not_found'))
    expect((await other.from('uploads').select('id')).data).toEqual([])
    expect((await stack.brain.from('uploads').select('id')).data).toEqual([{ id: uploadId }])
    expect((await commitUpload(stack.brain, uploadId, true)).error).toBeNull()
  })

  test('without a sign-in or a role nothing is answered but a refusal', async () => {
    const body = JSON.stringify({ uploadId: crypto.randomUUID(), partNumber: 0 })
    const call = async (client: FraudDeskClient | null, name: string) => {
      const token = (await client?.auth.getSession())?.data.session?.access_token
      const response = await fetch(`${stack.stack.apiUrl}/functions/v1/${name}`, {
        method: 'POST',
        headers: {
          apikey: stack.stack.publishableKey,
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body,
      })
      return response.status
    }
    const withdrawn = await stack.addAnalyst('withdrawn@ingest.test')
    await stack.sql`delete from public.user_roles using auth.users
      where users.id = user_id and email = 'withdrawn@ingest.test'`
    for (const name of ['ingest-upload', 'commit-upload']) {
      expect(await call(null, name)).toBe(401)
      expect(await call(withdrawn, name)).toBe(403)
    }
    const refused = await uploadFile({ client: withdrawn, source: asFile('b.csv', twins) })
    expect(refused.error?.code).toBe('not_allowed')
  })
})

describe('with a champion', () => {
  test('rows are scored, and flagged ones carry their reasons', async () => {
    const model = await publishModel(stack, 'sparkov', {
      feature: 'amount',
      slope: 0.05,
      offset: 150,
    })
    const report = await upload(cards)
    const rows = await stack.sql`
      select amount::float8 as amount, fraud_score, is_flagged, threshold, reasons, model_version_id::int as model
      from public.predictions join public.transactions on id = transaction_id`
    expect(rows).toHaveLength(cards.rows.length)
    for (const row of rows) {
      expect(row.model).toBe(model.id)
      expect(row.fraud_score).toBeCloseTo(1 / (1 + Math.exp(-0.05 * (row.amount - 150))), 4)
      expect(row.is_flagged).toBe(row.amount >= 150)
      if (row.is_flagged)
        expect(row.reasons[0]).toMatchObject({ feature: 'amount', label: 'Amount' })
      else expect(row.reasons).toBeNull()
    }
    const flagged = rows.filter((row) => row.is_flagged)
    expect(flagged.length).toBeGreaterThan(0)
    expect(report).toMatchObject({
      scoredCount: cards.rows.length,
      flaggedCount: flagged.length,
      championVersion: expect.any(Number),
    })
    expect(report.flaggedAmount).toBeCloseTo(
      flagged.reduce((sum, row) => sum + row.amount, 0),
      2,
    )
    await expectMonthsToEqualRecount('sparkov')
  })

  test('that is corrupt, rows are stored unscored and the event says why', async () => {
    const model = await publishModel(stack, 'ulb', { feature: 'amount', slope: 1, offset: 100 })
    const damaged = model.artifact.slice()
    damaged[damaged.length - 1]! ^= 1
    await stack.service.storage.from('models').upload(model.path, damaged, { upsert: true })
    const report = await upload(twins)
    expect(report).toMatchObject({ acceptedCount: twins.rows.length, scoredCount: 0 })
    const events =
      await stack.sql`select payload from public.events where kind = 'model_artifact_unusable'`
    expect(events).toHaveLength(1)
    expect(events[0]!.payload.reason).toMatch(/sha256/)
  })
})
