import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { asFile, ulbTable } from '../ingest/sample-files.ts'
import { openTestStack, type TestStack } from '../ingest/test-stack.ts'

// One person uploads a large file, another one floods a function, a third one reads pages: all until the upload ends.

/** About 20 MB. */
const ROWS = 65_000
const FLOODERS = 6

let desk: TestStack
let uploader: FraudDeskClient
let flooder: FraudDeskClient

beforeAll(async () => {
  desk = await openTestStack()
  uploader = await desk.addAnalyst('uploader@side.test')
  flooder = await desk.addAnalyst('flooder@side.test')
  // So low that no machine is too slow to flood it.
  await desk.sql`update private.rate_limits set burst = 10, per_second = 0.01 where kind = 'commit-upload'`
}, 120_000)

afterAll(async () => await desk?.close())

test('the desk stays usable for others while one uploads a large file and one floods a function', async () => {
  let isOver = false
  const statuses: number[] = []
  const token = (await flooder.auth.getSession()).data.session!.access_token
  const flood = async () => {
    while (!isOver) {
      const answer = await fetch(`${desk.stack.apiUrl}/functions/v1/commit-upload`, {
        method: 'POST',
        headers: {
          apikey: desk.stack.publishableKey,
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ uploadId: crypto.randomUUID(), keepGoodRows: true }),
      })
      await answer.arrayBuffer()
      statuses.push(answer.status)
    }
  }
  const answers: { status: number; error: unknown }[] = []
  const read = async () => {
    while (!isOver) {
      for (const query of [
        desk.pinky.rpc('list_datasets'),
        desk.pinky.rpc('list_months', { dataset_slug: 'ulb' }),
        desk.pinky.rpc('list_uploads'),
        desk.pinky.rpc('get_month', { dataset_slug: 'ulb', month: '2013-09-01' }),
      ]) {
        const { status, error } = await query
        answers.push({ status, error })
      }
    }
  }
  const source = asFile('large.csv', ulbTable({ count: ROWS, seed: 77 }))
  const others = [read(), ...Array.from({ length: FLOODERS }, flood)]
  const uploaded = await uploadFile({ client: uploader, datasetSlug: 'ulb', source }).finally(
    () => (isOver = true),
  )
  await Promise.all(others)

  expect(uploaded.error).toBeNull()
  expect(uploaded.data).toMatchObject({ status: 'committed' })
  expect(answers.length).toBeGreaterThan(0)
  expect(answers.filter(({ status, error }) => error !== null || status >= 300)).toEqual([])
  expect(statuses).toContain(429)
  expect(statuses.filter((status) => status !== 429 && status !== 404)).toEqual([])
}, 240_000)
