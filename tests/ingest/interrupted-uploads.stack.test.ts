import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepStagedRows } from '../../lib/uploads/keep-staged-rows.ts'
import { withRetry } from '../../lib/uploads/retry.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import type { UploadProgress } from '../../lib/uploads/upload-outcome.ts'
import { commitUpload, ingestPart } from '../../lib/uploads/upload-service.ts'
import { readRows } from './read-back.ts'
import { asFile, sparkovTable } from './sample-files.ts'
import { openUploadDesk, SMALL_PARTS, type UploadDesk } from './upload-desk.ts'

/** For a starved machine. */
const PATIENT = { timeout: 60_000, interval: 20 }

let desk: UploadDesk
const cards = sparkovTable()
beforeAll(async () => {
  desk = await openUploadDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

describe('an interrupted upload', () => {
  test('goes on where it was cut, and ends like an undisturbed one', async () => {
    for (const partsBeforeCut of [0, 1, 3]) {
      const cut = new AbortController()
      let ingested = 0
      const first = await uploadFile({
        client: desk.pinky,
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
      expect(await desk.countEverything()).toMatchObject({ transactions: 0 })
    }
    const progress: UploadProgress[] = []
    const report = await desk.upload(cards, {
      datasetSlug: 'demo',
      partBytes: SMALL_PARTS + 3,
      onProgress: (state) => progress.push(state),
    })
    const start = progress.find(({ phase }) => phase === 'sending')
    expect(start!.bytesDone).toBeGreaterThan(0)
    expect(report.acceptedCount).toBe(cards.rows.length)
    await desk.upload(cards, { datasetSlug: 'sparkov' })
    expect(await readRows(desk.sql, 'demo')).toEqual(await readRows(desk.sql, 'sparkov'))
  })

  test('of a file that changes between its two passes stores nothing', async () => {
    const changed = { ...cards, rows: cards.rows.with(300, cards.rows[300]!.replace(/0$/, '1')) }
    let pass = 0
    const source = {
      ...asFile('cards.csv', cards),
      stream: () => asFile('cards.csv', pass++ < 2 ? cards : changed).stream(),
    }
    const result = await uploadFile({ client: desk.pinky, source, partBytes: SMALL_PARTS })
    expect(result.error?.code).toBe('file_changed')
    expect(await desk.countEverything()).toMatchObject({
      transactions: 0,
      staged: 0,
      stagedCards: 0,
    })
    expect(await desk.sql`select state from public.uploads`).toEqual([{ state: 'discarded' }])
  })

  test('survives the loss of its staged rows', async () => {
    const broken = { ...cards, rows: ['nonsense', ...cards.rows] }
    const source = asFile('cards.csv', broken)
    const held = await uploadFile({ client: desk.pinky, source, partBytes: SMALL_PARTS })
    expect(held.data?.status).toBe('needs_decision')
    // What a crash of Postgres does to unlogged tables.
    await desk.sql`truncate private.staged_transactions, private.staged_card_states`
    const refused = await commitUpload(desk.pinky, held.data!.uploadId, true)
    expect(refused.error?.code).toBe('staging_lost')
    await desk.upload(broken, { keepGoodRows: true })
    await desk.upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(desk.sql, 'sparkov')).toEqual(await readRows(desk.sql, 'demo'))
  })

  test('is kept without its file when a client ended before it ingested the parts again', async () => {
    const source = asFile('cards.csv', { ...cards, rows: ['nonsense', ...cards.rows] })
    const held = await uploadFile({ client: desk.pinky, source, partBytes: SMALL_PARTS })
    const { uploadId: id } = held.data!
    const [upload] = await desk.sql`select part_count from public.uploads`
    // What `dataset_changed`, `staging_lost` and `model_published` leave to the client; it had come to part 1.
    await desk.sql`select private.restart_upload(${id})`
    expect((await ingestPart(desk.pinky, id, 0)).error).toBeNull()
    expect((await commitUpload(desk.pinky, id, true)).error?.code).toBe('upload_incomplete')

    const kept = await keepStagedRows(desk.pinky, { id, partCount: upload!.part_count })
    expect(kept.data).toMatchObject({ acceptedCount: cards.rows.length, rejectedCount: 1 })
    await desk.upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(desk.sql, 'sparkov')).toEqual(await readRows(desk.sql, 'demo'))
  })

  test('asks for its file when a part of it never arrived', async () => {
    const source = asFile('cards.csv', { ...cards, rows: ['nonsense', ...cards.rows] })
    const held = await uploadFile({ client: desk.pinky, source, partBytes: SMALL_PARTS })
    const { uploadId: id } = held.data!
    const [part] = await desk.sql`select name from storage.objects
      where bucket_id = 'uploads' and name like ${`%${id}/00002.csv`}`
    expect((await desk.service.storage.from('uploads').remove([part!.name])).error).toBeNull()
    await desk.sql`select private.restart_upload(${id})`

    const kept = await keepStagedRows(desk.pinky, { id, partCount: 4 })
    expect(kept.error?.code).toBe('part_not_received')
    expect(kept.error?.message).toContain('Choose the same file again')
    expect(await desk.countEverything()).toMatchObject({ transactions: 0 })
  })

  test('begins again by itself when others changed the card histories meanwhile', async () => {
    const half = Math.floor(cards.rows.length / 2)
    const later = { ...cards, rows: ['nonsense', ...cards.rows.slice(half)] }
    const source = asFile('later.csv', later)
    const held = await uploadFile({ client: desk.pinky, source, partBytes: SMALL_PARTS })
    expect(held.data?.status).toBe('needs_decision')
    await desk.upload({ ...cards, rows: cards.rows.slice(0, half) }, { client: desk.brain })
    const report = await desk.upload(later, { keepGoodRows: true })
    expect(report).toMatchObject({ acceptedCount: cards.rows.length - half, rejectedCount: 1 })
    await desk.upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(desk.sql, 'sparkov')).toEqual(await readRows(desk.sql, 'demo'))
  })
})

describe('a part', () => {
  test('ingested twice, also at the same moment, is staged once', async () => {
    const held = await uploadFile({
      client: desk.pinky,
      source: asFile('cards.csv', { ...cards, rows: ['nonsense', ...cards.rows] }),
      partBytes: SMALL_PARTS,
    })
    const { uploadId } = held.data!
    const before = await desk.countEverything()
    const again = await Promise.all([0, 0, 1].map((part) => ingestPart(desk.pinky, uploadId, part)))
    expect(again.map(({ error }) => error)).toEqual([null, null, null])
    expect(await desk.countEverything()).toEqual(before)

    await desk.sql`select private.restart_upload(${uploadId})`
    const together = await Promise.all(
      [0, 0, 0].map((part) => ingestPart(desk.pinky, uploadId, part)),
    )
    expect(together.map(({ error }) => error)).toEqual([null, null, null])
    const [staged] = await desk.sql`select count(*)::int as count from private.staged_transactions`
    const [part] =
      await desk.sql`select row_count - rejected_count as count from public.upload_parts
      where upload_id = ${uploadId} and number = 0`
    expect(staged).toEqual(part)
  })

  test('that continues another one waits for it', async () => {
    const held = await uploadFile({
      client: desk.pinky,
      source: asFile('cards.csv', { ...cards, rows: ['nonsense', ...cards.rows] }),
      partBytes: SMALL_PARTS,
    })
    const { uploadId } = held.data!
    await desk.sql`select private.restart_upload(${uploadId})`
    const backwards = await Promise.all(
      [3, 2, 1, 0].map((part) => ingestPart(desk.pinky, uploadId, part)),
    )
    expect(backwards.map(({ error }) => error)).toEqual([null, null, null, null])
    expect((await commitUpload(desk.pinky, uploadId, true)).error).toBeNull()
    await desk.upload(cards, { datasetSlug: 'demo' })
    expect(await readRows(desk.sql, 'sparkov')).toEqual(await readRows(desk.sql, 'demo'))
  })
})

test('a commit goes on when its function is killed, and who asks meanwhile is told so', async () => {
  const held = await uploadFile({
    client: desk.pinky,
    source: asFile('cards.csv', { ...cards, rows: ['nonsense', ...cards.rows] }),
    partBytes: SMALL_PARTS,
  })
  const { uploadId } = held.data!

  const asked = await desk.sql.begin(async (other) => {
    // As another commit into the dataset does.
    await other`select 1 from public.datasets where slug = 'sparkov' for update`
    const unheard = commitUpload(desk.pinky, uploadId, true)
    await expect
      .poll(async () => {
        const waiting = await desk.sql`
          select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%private.commit_upload%'`
        return waiting.count
      }, PATIENT)
      .toBe(1)
    const pid = await readFile(path.join(desk.dataDir, 'functions', 'deno.pid'), 'utf8')
    process.kill(Number.parseInt(pid, 10), 'SIGKILL')
    expect((await unheard).error?.code).toBe('unavailable')
    await expect
      .poll(async () => {
        const body = { uploadId, keepGoodRows: true }
        const { error } = await desk.pinky.functions.invoke('commit-upload', { body })
        return (await error?.context?.json().catch(() => null))?.error?.code
      }, PATIENT)
      .toBe('commit_under_way')
    return { again: withRetry(() => commitUpload(desk.pinky, uploadId, true), undefined) }
  })

  const { data } = await asked.again
  expect(data).toMatchObject({ acceptedCount: cards.rows.length, rejectedCount: 1 })
  const events = await desk.sql`
    select 1 from public.events where kind = 'upload_committed' and payload ->> 'uploadId' = ${uploadId}`
  expect(events.count).toBe(1)
  await desk.expectMonthsToEqualRecount('sparkov')
})
