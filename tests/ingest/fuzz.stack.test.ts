import { createHash } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FILE_FAULT_CODES } from '../../core/datasets/profile.ts'
import type { Database } from '../../lib/supabase/database.types.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import {
  commitUpload,
  discardUpload,
  ingestPart,
  sendPart,
} from '../../lib/uploads/upload-service.ts'
import { type FaultyFile, headerOf, makeFaultyFiles, makeFaultyParts } from './faulty-files.ts'
import { publishModel } from './publish-model.ts'
import { readMonths, recountMonths } from './read-back.ts'
import { readStrictly, type StrictRow } from './strict-reading.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

/** Lanes run side by side: whole files one after the other, then uploads of many faulty parts. */
const LANES = [
  { dataset: 'ulb', format: 'ulb', seed: 1 },
  { dataset: 'sparkov', format: 'sparkov', seed: 2 },
  { dataset: 'demo', format: 'sparkov', seed: 3 },
  { dataset: 'ibm', format: 'ibm', seed: 4 },
] as const
type Lane = (typeof LANES)[number]
const FILES = 60
const UPLOADS = 11
const PARTS = 40

const REFUSALS: readonly string[] = [...FILE_FAULT_CODES, 'damaged_gzip', 'wrong_dataset']

let stack: TestStack
let client: FraudDeskClient
const serverErrors: string[] = []

beforeAll(async () => {
  stack = await openTestStack()
  // Nobody uploads that fast.
  await stack.sql`update private.rate_limits set per_second = 100000, burst = 100000`
  const accessToken = (await stack.pinky.auth.getSession()).data.session!.access_token
  client = createClient<Database>(stack.stack.apiUrl, stack.stack.publishableKey, {
    accessToken: async () => accessToken,
    global: {
      async fetch(input, init) {
        const response = await fetch(input, init)
        if (response.status >= 500) serverErrors.push(`${response.status} ${input}`)
        return response
      },
    },
  })
  for (const { dataset } of LANES) {
    await publishModel(stack, dataset, { feature: 'amount', slope: 0.05, offset: 150 })
  }
})
afterAll(() => stack?.close())

/** 2,000 files in all: no server error, no row stored that a strict reading rejects, every rejected row reported. */
test(`${LANES.length * FILES} faulty files through the client end as a strict reading says`, async () => {
  const ends = await Promise.all(
    LANES.map(async ({ dataset, format, seed }) => {
      const lane: string[] = []
      for (const file of makeFaultyFiles(format, FILES, seed))
        lane.push(await uploadOne(dataset, file))
      return lane
    }),
  )
  expect(serverErrors).toEqual([])
  // The generator reaches every end.
  expect(new Set(ends.flat())).toEqual(new Set(['committed', 'discarded', 'refused']))
  await expectTidy()
}, 600_000)

test(`${LANES.length * UPLOADS * PARTS} faulty parts through the function end as a strict reading says`, async () => {
  const faulty = await Promise.all(LANES.map(uploadParts))
  expect(serverErrors).toEqual([])
  expect(faulty.flat().filter(({ accepted }) => accepted === null).length).toBeGreaterThan(1_000)
  expect(faulty.flat().filter(({ accepted }) => accepted !== null).length).toBeGreaterThan(1_000)
  await expectTidy()
}, 600_000)

/** Uploads a file to its end and compares with the strict reading what came of it. */
async function uploadOne(dataset: string, file: FaultyFile): Promise<string> {
  const told = Buffer.from(file.plain ?? file.bytes).toString('latin1')
  const now = Date.now()
  const blob = new Blob([new Uint8Array(file.bytes)])
  const result = await uploadFile({
    client,
    source: {
      name: 'faulty.csv',
      size: file.bytes.length,
      stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    },
    datasetSlug: dataset,
  })
  if (result.error !== null) {
    expect(REFUSALS, told).toContain(result.error.code)
    return 'refused'
  }
  const { status, uploadId } = result.data
  const rows = readStrictly(file.plain!, file.format, now)
  expect(await readRejectedLines(uploadId, 0), told).toEqual(rejectedLines(rows))
  if (status === 'needs_decision') {
    if (result.data.goodCount === 0) {
      expect((await discardUpload(client, uploadId)).error, told).toBeNull()
      return 'discarded'
    }
    expect((await commitUpload(client, uploadId, true)).error, told).toBeNull()
  }
  await expectStored(uploadId, rows, told)
  return 'committed'
}

/** Sends parts past all checks of the client, as a foreign one might. */
async function uploadParts({ dataset, format, seed }: Lane): Promise<StrictRow[]> {
  const header = Buffer.from(`${headerOf(format)}\n`)
  const all: StrictRow[] = []
  const made = makeFaultyParts(format, UPLOADS * PARTS, 10 * seed)
  for (let upload = 0; upload < UPLOADS; upload++) {
    const parts = made.slice(upload * PARTS, (upload + 1) * PARTS)
    const { data } = await client.rpc('create_upload', {
      dataset_slug: dataset,
      file_name: `parts-${upload}.csv`,
      file_bytes: 1,
      content_hash: createHash('sha256').update(`${dataset} ${upload}`).digest('hex'),
      column_names: headerOf(format).split(','),
      has_labels: true,
      parts: parts.map(({ length }, number) => ({ number, first_line: 2, byte_count: length })),
    })
    const { upload_id: id, storage_prefix: prefix } = data as Record<string, string>
    const rows: StrictRow[] = []
    for (const [number, part] of parts.entries()) {
      const told = `part ${number} of upload ${upload} into ${dataset}: ${Buffer.from(part).toString('latin1')}`
      const now = Date.now()
      expect((await sendPart(client, prefix!, number, part)).error, told).toBeNull()
      const { data: report } = await ingestPart(client, id!, number)
      const read = readStrictly(Buffer.concat([header, part]), format, now)
      expect(report, told).toMatchObject({ rowCount: read.length })
      expect(await readRejectedLines(id!, number), told).toEqual(rejectedLines(read))
      rows.push(...read)
    }
    expect((await commitUpload(client, id!, true)).error).toBeNull()
    await expectStored(id!, rows, `upload ${upload} of parts into ${dataset}`)
    all.push(...rows)
  }
  return all
}

function rejectedLines(rows: readonly StrictRow[]): number[] {
  return rows.filter(({ accepted }) => accepted === null).map(({ line }) => line)
}

/** Lines of a part that were reported, each with a code and a sentence. */
async function readRejectedLines(uploadId: string, part: number): Promise<number[]> {
  const rows = await stack.sql`
    select line::int from public.rejected_rows
    where upload_id = ${uploadId} and part_number = ${part} and code <> '' and message <> ''
    order by line`
  return rows.map(({ line }) => line)
}

async function expectStored(uploadId: string, rows: readonly StrictRow[], told: string) {
  const [upload] = await stack.sql`
    select row_count::int as rows, accepted_count::int as accepted, known_count::int as known,
      rejected_count::int as rejected
    from public.uploads where id = ${uploadId}`
  const good = rows.flatMap(({ accepted }) => accepted ?? [])
  expect(upload!.rows, told).toBe(rows.length)
  expect(upload!.rejected, told).toBe(rows.length - good.length)
  expect(upload!.accepted + upload!.known, told).toBe(good.length)
  const stored = await stack.sql`
    select (extract(epoch from occurred_at) * 1000)::bigint::text || ' ' || (amount * 100)::bigint || ' ' ||
      coalesce(is_fraud::text, 'null') as row
    from public.transactions where upload_id = ${uploadId}`
  expect(stored, told).toHaveLength(upload!.accepted)
  const allowed = good.map(({ occurredAt, cents, isFraud }) => `${occurredAt} ${cents} ${isFraud}`)
  for (const { row } of stored) {
    const found = allowed.indexOf(row)
    expect(found, `${row} is stored of ${told}`).toBeGreaterThanOrEqual(0)
    allowed.splice(found, 1)
  }
}

async function expectTidy(): Promise<void> {
  for (const { dataset } of LANES) {
    expect(await readMonths(stack.sql, dataset)).toEqual(await recountMonths(stack.sql, dataset))
  }
  const [staged] = await stack.sql`select count(*)::int as count from private.staged_transactions`
  expect(staged).toEqual({ count: 0 })
}
