import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import type { UploadProgress } from '../../lib/uploads/upload-outcome.ts'
import { readRows } from './read-back.ts'
import { asFile, sparkovTable, ulbTable } from './sample-files.ts'
import { openUploadDesk, type UploadDesk } from './upload-desk.ts'

let desk: UploadDesk
const cards = sparkovTable()
const twins = ulbTable()
beforeAll(async () => {
  desk = await openUploadDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

describe('a file with card history', () => {
  test('is stored once, rolled up, and leaves nothing in staging', async () => {
    const progress: UploadProgress[] = []
    const report = await desk.upload(cards, { onProgress: (state) => progress.push(state) })
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
    expect(await desk.countEverything()).toMatchObject({
      transactions: cards.rows.length,
      staged: 0,
      stagedCards: 0,
    })
    await desk.expectMonthsToEqualRecount('sparkov')
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(
      new Set(['reading', 'sending', 'committing']),
    )
    expect(progress.at(-1)).toMatchObject({ rowsDone: cards.rows.length, rejected: 0 })
    expect(progress.at(-1)!.bytesDone).toBe(progress.at(-1)!.bytesTotal)
  })

  test('holds no card number and no name', async () => {
    await desk.upload(cards)
    const cells = cards.rows[0]!.split(',')
    const [found] = await desk.sql`
      select count(*)::int as count from public.transactions
      where transactions::text like ${`%${cells[1]}%`} or transactions::text like ${`%${cells[6]}%`}`
    expect(found!.count).toBe(0)
  })

  test('gives the same features in one part and in many', async () => {
    await desk.upload(cards, { datasetSlug: 'sparkov' })
    await desk.upload(cards, { datasetSlug: 'demo', partBytes: 4_000_000 })
    const inParts = await readRows(desk.sql, 'sparkov')
    expect(inParts).toHaveLength(cards.rows.length)
    expect(inParts).toEqual(await readRows(desk.sql, 'demo'))
  })

  test('gives the same features in one file and in two that follow each other', async () => {
    const half = Math.floor(cards.rows.length / 2)
    await desk.upload({ ...cards, rows: cards.rows.slice(0, half) }, { datasetSlug: 'demo' })
    await desk.upload({ ...cards, rows: cards.rows.slice(half) }, { datasetSlug: 'demo' })
    await desk.upload(cards, { datasetSlug: 'sparkov' })
    expect(await readRows(desk.sql, 'demo')).toEqual(await readRows(desk.sql, 'sparkov'))
  })

  test('that overlaps an earlier one adds only what is new, with the features of an undisturbed run', async () => {
    const third = Math.floor(cards.rows.length / 3)
    await desk.upload({ ...cards, rows: cards.rows.slice(0, 2 * third) }, { datasetSlug: 'demo' })
    const overlapping = { ...cards, rows: cards.rows.slice(third) }
    const report = await desk.upload(overlapping, { datasetSlug: 'demo' })
    expect(report).toMatchObject({
      acceptedCount: cards.rows.length - 2 * third,
      knownCount: third,
    })
    await desk.upload(cards, { datasetSlug: 'sparkov' })
    expect(await readRows(desk.sql, 'demo')).toEqual(await readRows(desk.sql, 'sparkov'))
    await desk.expectMonthsToEqualRecount('demo')
  })
})

describe('the same content again', () => {
  test('changes nothing and is said to be known', async () => {
    const first = await desk.upload(cards, { name: 'first.csv' })
    const before = await desk.countEverything()
    const again = await uploadFile({ client: desk.brain, source: asFile('second.csv', cards) })
    expect(again.data).toMatchObject({
      status: 'already_committed',
      uploadId: first.uploadId,
      fileName: 'first.csv',
    })
    expect(await desk.countEverything()).toEqual(before)
  })

  test('with its rows in another order stores nothing', async () => {
    await desk.upload(cards)
    const before = await desk.countEverything()
    const report = await desk.upload({ ...cards, rows: cards.rows.toReversed() })
    expect(report).toMatchObject({ acceptedCount: 0, knownCount: cards.rows.length })
    expect(await desk.countEverything()).toEqual(before)
  })

  test('uploaded by two people at the same moment ends with one set of rows', async () => {
    for (const table of [twins, cards]) {
      const reports = await Promise.all([
        desk.upload(table),
        desk.upload(table, { client: desk.brain, partBytes: 25_000 }),
      ])
      const accepted = reports.reduce((sum, { acceptedCount }) => sum + acceptedCount, 0)
      expect(accepted).toBe(table.rows.length)
      const rows = await readRows(desk.sql, reports[0]!.dataset)
      expect(rows).toHaveLength(table.rows.length)
    }
    await desk.upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(desk.sql, 'sparkov')).toEqual(await readRows(desk.sql, 'demo'))
  })
})

describe('exact twins', () => {
  test('within a file are separate transactions, numbered', async () => {
    const report = await desk.upload(twins)
    expect(report).toMatchObject({ dataset: 'ulb', acceptedCount: twins.rows.length })
    const rows = await readRows(desk.sql, 'ulb')
    expect(rows.filter(({ occurrence }) => occurrence === 2)).toHaveLength(30)
    await desk.expectMonthsToEqualRecount('ulb')
  })

  test('of which one is stored already: the second one is new', async () => {
    await desk.upload({ ...twins, rows: [...new Set(twins.rows)] })
    const report = await desk.upload(twins)
    expect(report).toMatchObject({ acceptedCount: 30, knownCount: twins.rows.length - 30 })
  })
})
