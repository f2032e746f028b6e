import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { commitUpload, discardUpload, ingestPart } from '../../lib/uploads/upload-service.ts'
import { asFile, type Table, ulbTable } from './sample-files.ts'
import { openUploadDesk, SMALL_PARTS, type UploadDesk } from './upload-desk.ts'

let desk: UploadDesk
const twins = ulbTable()
beforeAll(async () => {
  desk = await openUploadDesk()
})
afterAll(() => desk?.close())
beforeEach(() => desk.empty())

describe('rejected rows', () => {
  const broken: Table = {
    ...twins,
    rows: twins.rows.map((row, index) => (index % 100 === 3 ? row.replace(/^\d+/, 'soon') : row)),
  }
  const rejectedCount = broken.rows.filter((row) => row.startsWith('soon')).length
  const goodCount = broken.rows.length - rejectedCount

  test('wait for a decision, and nobody sees a row until it is made', async () => {
    const result = await uploadFile({
      client: desk.pinky,
      source: asFile('b.csv', broken),
      partBytes: SMALL_PARTS,
    })
    expect(result.data).toMatchObject({ status: 'needs_decision', rejectedCount, goodCount })
    expect(await desk.countEverything()).toMatchObject({
      transactions: 0,
      months: 0,
      rejected: rejectedCount,
      staged: goodCount,
    })
    const uploadId = result.data!.status === 'needs_decision' ? result.data!.uploadId : ''
    const { data: visible } = await desk.pinky
      .from('rejected_rows')
      .select('line, column_name, value, code')
      .order('line')
      .limit(1)
    expect(visible).toEqual([{ line: 5, column_name: 'Time', value: 'soon', code: 'not_a_number' }])

    const refused = await commitUpload(desk.pinky, uploadId, false)
    expect(refused.error?.code).toBe('rejected_rows_need_a_decision')
    const committed = await commitUpload(desk.pinky, uploadId, true)
    expect(committed.data).toMatchObject({ acceptedCount: goodCount, rejectedCount })
    expect(await commitUpload(desk.pinky, uploadId, true)).toEqual(committed)
    await desk.expectMonthsToEqualRecount('ulb')
  })

  test('discarded leave nothing but the event', async () => {
    const result = await uploadFile({
      client: desk.pinky,
      source: asFile('b.csv', broken),
      keepGoodRows: false,
      partBytes: SMALL_PARTS,
    })
    expect(result.data).toMatchObject({ status: 'discarded', rejectedCount })
    expect(await desk.countEverything()).toEqual({
      transactions: 0,
      predictions: 0,
      months: 0,
      cards: 0,
      rejected: 0,
      staged: 0,
      stagedCards: 0,
    })
    const objects = await desk.sql`select name from storage.objects where bucket_id = 'uploads'
      and name like ${`%${result.data!.uploadId}%`}`
    expect(objects).toEqual([])
    const [event] = await desk.sql`select kind from public.events order by id desc limit 1`
    expect(event!.kind).toBe('upload_discarded')
  })

  test('discarded by an admin leave no part in Storage either', async () => {
    const held = await uploadFile({ client: desk.pinky, source: asFile('b.csv', broken) })
    expect((await discardUpload(desk.brain, held.data!.uploadId)).error).toBeNull()
    const objects = await desk.sql`select name from storage.objects where bucket_id = 'uploads'
      and name like ${`%${held.data!.uploadId}%`}`
    expect(objects).toEqual([])
  })

  test('a file without one good row is never committed', async () => {
    const result = await uploadFile({
      client: desk.pinky,
      source: asFile('b.csv', { ...twins, rows: twins.rows.map((row) => `x${row}`) }),
      keepGoodRows: true,
    })
    expect(result.error?.code).toBe('no_good_rows')
    expect(await desk.countEverything()).toMatchObject({ transactions: 0 })
  })

  test('a committed upload cannot be discarded', async () => {
    const { uploadId } = await desk.upload(twins)
    const { error } = await discardUpload(desk.pinky, uploadId)
    expect(error?.code).toBe('upload_committed')
    expect(await desk.countEverything()).toMatchObject({ transactions: twins.rows.length })
  })
})

describe('rights', () => {
  test("another analyst can neither see, ingest, commit nor discard one's upload; an admin can", async () => {
    const other = await desk.addAnalyst('other@ingest.test')
    const held = await uploadFile({
      client: desk.pinky,
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
    expect((await desk.brain.from('uploads').select('id')).data).toEqual([{ id: uploadId }])
    expect((await commitUpload(desk.brain, uploadId, true)).error).toBeNull()
  })

  test('without a sign-in or a role nothing is answered but a refusal', async () => {
    const body = JSON.stringify({ uploadId: crypto.randomUUID(), partNumber: 0 })
    const call = async (client: FraudDeskClient | null, name: string) => {
      const token = (await client?.auth.getSession())?.data.session?.access_token
      const response = await fetch(`${desk.stack.apiUrl}/functions/v1/${name}`, {
        method: 'POST',
        headers: {
          apikey: desk.stack.publishableKey,
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body,
      })
      return response.status
    }
    const withdrawn = await desk.addAnalyst('withdrawn@ingest.test')
    await desk.sql`delete from public.user_roles using auth.users
      where users.id = user_id and email = 'withdrawn@ingest.test'`
    for (const name of ['ingest-upload', 'commit-upload']) {
      expect(await call(null, name)).toBe(401)
      expect(await call(withdrawn, name)).toBe(403)
    }
    const refused = await uploadFile({ client: withdrawn, source: asFile('b.csv', twins) })
    expect(refused.error?.code).toBe('not_allowed')
  })
})
