import { createHash, randomUUID } from 'node:crypto'
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

/** Lanes run side by side: whole files one after the other, then an upload of many faulty parts. */
const LANES = [
  { dataset: 'ulb', format: 'ulb', offset: 1 },
  { dataset: 'sparkov', format: 'sparkov', offset: 2 },
  { dataset: 'demo', format: 'sparkov', offset: 3 },
  { dataset: 'ibm', format: 'ibm', offset: 4 },
] as const
type Lane = (typeof LANES)[number]
const FILES = 500
const PARTS = 40
/** The same files every time, so that a fault is found again; others with FUZZ_SEED=2, 3, … */
const seed = Number(process.env.FUZZ_SEED ?? 1)

const REFUSALS: readonly string[] = [...FILE_FAULT_CODES, 'damaged_gzip', 'wrong_dataset']

let stack: TestStack
let client: FraudDeskClient
const serverErrors: string[] = []

beforeAll(async () => {
  stack = await openTestStack()
  // Nobody uploads that fast.
  await stack.sql`update private.rate_limits set per_second = 100000, burst = 100000`
  const accessToken = (await stack.pinky.auth.getSession()).data.session!.access_token
  // Each upload asks for the list of datasets, which stays as it is.
  let datasets: Response | undefined
  client = createClient<Database>(stack.stack.apiUrl, stack.stack.publishableKey, {
    accessToken: async () => accessToken,
    global: {
      async fetch(input, init) {
        const isList = String(input).includes('/rest/v1/datasets?')
        if (isList && datasets !== undefined) return datasets.clone()
        const response = await fetch(input, init)
        if (isList && response.ok) datasets = response.clone()
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

test(`${LANES.length * FILES} faulty files through client and functions end as a strict reading says`, async () => {
  console.log(`Faulty files from seed ${seed}; FUZZ_SEED sets another.`)
  const ends = await Promise.all(LANES.map(uploadFiles))
  expect(serverErrors).toEqual([])
  // The generator reaches every end.
  expect(new Set(ends.flat())).toEqual(new Set(['stored', 'discarded', 'refused']))
  await expectTidy()
}, 900_000)

test(`${LANES.length * PARTS} faulty parts past the client end as a strict reading says`, async () => {
  await Promise.all(LANES.map(uploadParts))
  expect(serverErrors).toEqual([])
  await expectTidy()
}, 900_000)

/** What came of a file or a part, and the rows that it should have come to. */
interface Uploaded {
  uploadId: string
  part: number
  rows: StrictRow[]
  end: 'stored' | 'discarded'
  /** The file, for a person who reads of a failure. */
  told: string
}

/** Uploads the files of a lane one after the other, and compares with the strict reading what came of them. */
async function uploadFiles({ dataset, format, offset }: Lane): Promise<string[]> {
  const uploaded: Uploaded[] = []
  let refusedCount = 0
  for (const file of makeFaultyFiles(format, FILES, 10 * seed + offset)) {
    const result = await uploadOne(dataset, file)
    if (result === 'refused') refusedCount++
    else uploaded.push(result)
  }
  await compare(uploaded)
  return [...uploaded.map(({ end }) => end), ...(refusedCount > 0 ? ['refused'] : [])]
}

async function uploadOne(dataset: string, file: FaultyFile): Promise<Uploaded | 'refused'> {
  const told = Buffer.from(file.plain ?? file.bytes).toString('latin1')
  const now = Date.now()
  const mustAsk = !hasGoodRows(file, now)
  const blob = new Blob([new Uint8Array(file.bytes)])
  const result = await uploadFile({
    client,
    source: {
      name: 'faulty.csv',
      size: file.bytes.length,
      stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    },
    datasetSlug: dataset,
    keepGoodRows: mustAsk ? undefined : true,
  })
  if (result.error !== null) {
    expect(REFUSALS, told).toContain(result.error.code)
    return 'refused'
  }
  const { uploadId, status } = result.data
  const rows = readStrictly(file.plain!, file.format, now)
  const uploaded = { uploadId, part: 0, rows, told }
  if (status !== 'needs_decision') return { ...uploaded, end: 'stored' }
  if (result.data.goodCount > 0) {
    expect((await commitUpload(client, uploadId, true)).error, told).toBeNull()
    return { ...uploaded, end: 'stored' }
  }
  // A discarded upload leaves nothing, so its rejected rows are looked at first.
  await compareRejected([{ ...uploaded, end: 'discarded' }])
  expect((await discardUpload(client, uploadId)).error, told).toBeNull()
  return { ...uploaded, end: 'discarded' }
}

/** Whether the good rows can be kept without asking, which spares a call; only read where the header is whole. */
function hasGoodRows({ plain, format }: FaultyFile, now: number): boolean {
  const header = plain === null ? '' : Buffer.from(plain).toString('latin1').split(/\r?\n/, 1)[0]
  return (
    header === headerOf(format) &&
    readStrictly(plain!, format, now).some(({ accepted }) => accepted !== null)
  )
}

/** Sends parts past all checks of the client, as a foreign one might. */
async function uploadParts({ dataset, format, offset }: Lane): Promise<void> {
  const header = Buffer.from(`${headerOf(format)}\n`)
  const parts = makeFaultyParts(format, PARTS, 10 * seed + offset)
  const { data } = await client.rpc('create_upload', {
    dataset_slug: dataset,
    file_name: 'parts.csv',
    file_bytes: 1,
    content_hash: createHash('sha256').update(randomUUID()).digest('hex'),
    column_names: headerOf(format).split(','),
    has_labels: true,
    parts: parts.map(({ length }, number) => ({ number, first_line: 2, byte_count: length })),
  })
  const { upload_id: uploadId, storage_prefix: prefix } = data as Record<string, string>
  const uploaded: Uploaded[] = []
  for (const [part, bytes] of parts.entries()) {
    const told = `part ${part} into ${dataset}: ${Buffer.from(bytes).toString('latin1')}`
    const now = Date.now()
    expect((await sendPart(client, prefix!, part, bytes)).error, told).toBeNull()
    const { data: report } = await ingestPart(client, uploadId!, part)
    const rows = readStrictly(Buffer.concat([header, bytes]), format, now)
    expect(report, told).toMatchObject({ rowCount: rows.length })
    uploaded.push({ uploadId: uploadId!, part, rows, end: 'stored', told })
  }
  expect((await commitUpload(client, uploadId!, true)).error).toBeNull()
  await compareRejected(uploaded)
  await compareStored([
    {
      ...uploaded[0]!,
      rows: uploaded.flatMap(({ rows }) => rows),
      told: `parts into ${dataset}`,
    },
  ])
}

async function compare(uploaded: readonly Uploaded[]): Promise<void> {
  const stored = uploaded.filter(({ end }) => end === 'stored')
  await compareRejected(stored)
  await compareStored(stored)
}

function rejectedLines(rows: readonly StrictRow[]): number[] {
  return rows.filter(({ accepted }) => accepted === null).map(({ line }) => line)
}

/** Every rejected row was reported with its line, a code and a sentence, and no other. */
async function compareRejected(uploaded: readonly Uploaded[]): Promise<void> {
  const found = await stack.sql`
    select upload_id, part_number, line::int from public.rejected_rows
    where upload_id = any (${uploaded.map(({ uploadId }) => uploadId)}::uuid[]) and code <> '' and message <> ''
    order by line`
  const byPart = Map.groupBy(found, (row) => `${row.upload_id} ${row.part_number}`)
  for (const { uploadId, part, rows, told } of uploaded) {
    const lines = byPart.get(`${uploadId} ${part}`)?.map(({ line }) => line) ?? []
    expect(lines, told).toEqual(rejectedLines(rows))
  }
}

/** Counts add up, and every stored row is one that the strict reading accepts. */
async function compareStored(uploaded: readonly Uploaded[]): Promise<void> {
  const ids = uploaded.map(({ uploadId }) => uploadId)
  const uploads = await stack.sql`
    select id, row_count::int as rows, accepted_count::int as accepted, known_count::int as known,
      rejected_count::int as rejected
    from public.uploads where id = any (${ids}::uuid[])`
  const stored = await stack.sql`
    select upload_id, (extract(epoch from occurred_at) * 1000)::bigint::text || ' ' || (amount * 100)::bigint || ' ' ||
      coalesce(is_fraud::text, 'null') as row
    from public.transactions where upload_id = any (${ids}::uuid[])`
  const uploadOf = new Map(uploads.map((upload) => [upload.id, upload]))
  const storedOf = Map.groupBy(stored, ({ upload_id: id }) => id)
  for (const { uploadId, rows, told } of uploaded) {
    const upload = uploadOf.get(uploadId)!
    const good = rows.flatMap(({ accepted }) => accepted ?? [])
    expect(upload.rows, told).toBe(rows.length)
    expect(upload.rejected, told).toBe(rows.length - good.length)
    expect(upload.accepted + upload.known, told).toBe(good.length)
    const own = storedOf.get(uploadId) ?? []
    expect(own, told).toHaveLength(upload.accepted)
    const allowed = good.map(
      ({ occurredAt, cents, isFraud }) => `${occurredAt} ${cents} ${isFraud}`,
    )
    for (const { row } of own) {
      const found = allowed.indexOf(row)
      expect(found, `${row} is stored of ${told}`).toBeGreaterThanOrEqual(0)
      allowed.splice(found, 1)
    }
  }
}

async function expectTidy(): Promise<void> {
  for (const { dataset } of LANES) {
    expect(await readMonths(stack.sql, dataset)).toEqual(await recountMonths(stack.sql, dataset))
  }
  const [staged] = await stack.sql`select count(*)::int as count from private.staged_transactions`
  expect(staged).toEqual({ count: 0 })
}
