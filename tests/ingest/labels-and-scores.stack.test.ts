import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepStagedRows } from '../../lib/uploads/keep-staged-rows.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { publishModel } from './publish-model.ts'
import { asFile, sparkovTable, ulbTable, withoutLabel } from './sample-files.ts'
import { openUploadDesk, SMALL_PARTS, type UploadDesk } from './upload-desk.ts'

let desk: UploadDesk
const cards = sparkovTable()
const twins = ulbTable()
beforeAll(async () => {
  desk = await openUploadDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

describe('labels that come later', () => {
  test('are added to the rows that lack them, with source and person, and logged', async () => {
    const unlabelled = await desk.upload(withoutLabel(twins))
    expect(unlabelled.acceptedCount).toBe(twins.rows.length)
    const report = await desk.upload(twins, { client: desk.brain })
    expect(report).toMatchObject({
      acceptedCount: 0,
      knownCount: twins.rows.length,
      labelsAddedCount: twins.rows.length,
      labelConflictCount: 0,
    })
    const [labels] = await desk.sql`
      select count(*)::int as count, count(distinct labelled_by)::int as people, min(label_source::text) as source
      from public.transactions where is_fraud is not null and labelled_at is not null`
    expect(labels).toEqual({ count: twins.rows.length, people: 1, source: 'file' })
    const events = await desk.sql`select kind, payload from public.events order by id desc limit 2`
    expect(events.map(({ kind }) => kind)).toEqual(['labels_added', 'upload_committed'])
    expect(events[0]!.payload).toMatchObject({ labelsAddedCount: twins.rows.length })
    await desk.expectMonthsToEqualRecount('ulb')
  })

  test('do not change the card histories', async () => {
    await desk.upload(withoutLabel(cards))
    const before = await desk.sql`select card_hash, state from public.card_states order by 1`
    await desk.upload(cards)
    expect(await desk.sql`select card_hash, state from public.card_states order by 1`).toEqual(
      before,
    )
  })

  test('that contradict are counted, and the stored label stays, also a review', async () => {
    await desk.upload(withoutLabel(twins))
    const [reviewed] =
      await desk.sql`select id, occurred_at::text from public.transactions where occurrence = 1
      order by occurred_at limit 1`
    const { error } = await desk.pinky.rpc('record_review', {
      transaction_id: Number(reviewed!.id),
      occurred_at: reviewed!.occurred_at,
      outcome: 'fraud',
    })
    expect(error).toBeNull()
    const allLegitimate = twins.rows.map((row) => `${row.slice(0, -1)}0`)
    const first = await desk.upload({ ...twins, rows: allLegitimate })
    expect(first).toMatchObject({
      labelsAddedCount: twins.rows.length - 1,
      labelConflictCount: 1,
    })
    const [kept] =
      await desk.sql`select is_fraud, label_source from public.transactions where id = ${reviewed!.id}`
    expect(kept).toEqual({ is_fraud: true, label_source: 'review' })
    await desk.expectMonthsToEqualRecount('ulb')
  })
})

describe('with a champion', () => {
  test('rows are scored, and flagged ones carry their reasons', async () => {
    const model = await publishModel(desk, 'sparkov', {
      feature: 'amount',
      slope: 0.05,
      offset: 150,
    })
    const report = await desk.upload(cards)
    const rows = await desk.sql`
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
    await desk.expectMonthsToEqualRecount('sparkov')
  })

  test('that was published between staging and commit, rows are scored by it', async () => {
    const source = asFile('held.csv', { ...cards, rows: ['nonsense', ...cards.rows] })
    const held = await uploadFile({ client: desk.pinky, source, partBytes: SMALL_PARTS })
    expect(held.data?.status).toBe('needs_decision')
    const model = await publishModel(desk, 'sparkov', { feature: 'amount', slope: 1, offset: 99 })
    const kept = await keepStagedRows(desk.pinky, {
      id: held.data!.uploadId,
      partCount: (await desk.sql`select part_count from public.uploads`)[0]!.part_count,
    })
    expect(kept.data).toMatchObject({
      scoredCount: cards.rows.length,
      championVersion: expect.any(Number),
    })
    const models =
      await desk.sql`select distinct model_version_id::int as id from public.predictions`
    expect(models).toEqual([{ id: model.id }])
    await desk.expectMonthsToEqualRecount('sparkov')
  })

  test('that is published meanwhile and corrupt, rows are committed unscored all the same', async () => {
    const source = asFile('held.csv', { ...twins, rows: ['nonsense', ...twins.rows] })
    const held = await uploadFile({ client: desk.pinky, source })
    expect(held.data?.status).toBe('needs_decision')
    const model = await publishModel(desk, 'ulb', { feature: 'amount', slope: 1, offset: 99 })
    await desk.service.storage.from('models').upload(model.path, 'none', { upsert: true })
    const report = await desk.upload(
      { ...twins, rows: ['nonsense', ...twins.rows] },
      {
        keepGoodRows: true,
        partBytes: undefined,
      },
    )
    expect(report).toMatchObject({ acceptedCount: twins.rows.length, scoredCount: 0 })
  })

  test('that is corrupt, rows are stored unscored and the event says why', async () => {
    const model = await publishModel(desk, 'ulb', { feature: 'amount', slope: 1, offset: 100 })
    const damaged = model.artifact.slice()
    damaged[damaged.length - 1]! ^= 1
    await desk.service.storage.from('models').upload(model.path, damaged, { upsert: true })
    const report = await desk.upload(twins)
    expect(report).toMatchObject({ acceptedCount: twins.rows.length, scoredCount: 0 })
    const events = await desk.sql`select payload from public.events
        where kind = 'model_artifact_unusable' and payload ->> 'modelVersionId' = ${String(model.id)}`
    expect(events).toHaveLength(1)
    expect(events[0]!.payload.reason).toMatch(/sha256/)
  })
})
