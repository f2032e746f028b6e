// npm run bench -- beside [--megabytes 1000] [--alone 20]
// On the running demo of this machine one person uploads a large file (made while it is read) and another one hammers
// the API, while a third reads and opens pages. Prints what the third one meets, alone for some seconds and then beside
// the others, and ends well only when nothing failed. Leaves the demo as it was.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { Random } from '../core/random.ts'
import { readServiceAccess } from '../scripts/product/environment.ts'
import { readLocalEnv } from '../scripts/read-local-env.ts'
import type { UploadEnd, UploadJob } from './beside/upload-worker.ts'
import { drawDeed, findPages, type SoakDesk } from './soak/desk.ts'
import { addPeople, removePeople } from './soak/people.ts'
import { readSettings } from './soak/read-settings.ts'

/** Requests that the hammering person has under way at any moment. */
const HAMMERS = 8

type Phase = 'alone' | 'beside'

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    alone: { type: 'string', default: '20' },
  },
})
readLocalEnv()
const { url, key, databaseUrl, appUrl } = readSettings()
const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} })
const { secretKey } = readServiceAccess('let people work beside each other')
const service = createClient(url, secretKey, { auth: { persistSession: false } })
const hammered = new Map<string, number>()
const errors: string[] = []
let phase: Phase = 'alone'
let isOver = false
const latenciesMs: Record<Phase, Record<string, number[]>> = {
  alone: { page: [], read: [] },
  beside: { page: [], read: [] },
}

await removePeople(sql, service)
let end: UploadEnd = { error: 'not begun' }
try {
  const desk: SoakDesk = { appUrl, ...(await findPages(sql, 'demo')), uploads: [], fetch }
  const [uploader, hammerer, reader] = await addPeople(sql, url, key, 3)
  const reading = use(desk, reader!)
  await sleep(Number(values.alone) * 1000)
  phase = 'beside'
  const token = async (person: typeof uploader) =>
    (await person!.client.auth.getSession()).data.session!.access_token
  const hammering = Array.from({ length: HAMMERS }, async () => hammer(await token(hammerer)))
  end = await upload({
    url,
    publishableKey: key,
    accessToken: await token(uploader),
    megabytes: Number(values.megabytes),
  })
  isOver = true
  await Promise.all([reading, ...hammering])
} finally {
  isOver = true
  await removePeople(sql, service)
  await sql.end({ timeout: 1 })
}

for (const [error, lines] of Map.groupBy(errors, (line) => line)) {
  console.error(`${lines.length} × ${error}`)
}
console.log(
  JSON.stringify({
    benchmark: 'beside',
    megabytes: Number(values.megabytes),
    upload: end,
    hammered: Object.fromEntries(hammered),
    alone: describe(latenciesMs.alone),
    beside: describe(latenciesMs.beside),
    errors: errors.length,
  }),
)
const isServed = [...hammered.keys()].every((answer) => /: (200|404|429)$/.test(answer))
process.exitCode = errors.length === 0 && isServed && 'uploadId' in end ? 0 : 1

/** Reads and opens pages like an analyst in a hurry, until all is over. */
async function use(desk: SoakDesk, person: Parameters<typeof drawDeed>[1]): Promise<void> {
  const random = new Random(1)
  for (let number = 0; !isOver; number++) {
    const deed = drawDeed(desk, { ...person, index: 1 }, random, number)
    const during = phase
    const begun = performance.now()
    await deed.act().catch((error: Error) => errors.push(`${deed.name}: ${error.message}`))
    latenciesMs[during][deed.name]?.push(performance.now() - begun)
    await sleep(100)
  }
}

/** Calls an edge function and a query in turn, without a pause. */
async function hammer(token: string): Promise<void> {
  const calls = [
    ['functions/v1/commit-upload', { uploadId: crypto.randomUUID(), keepGoodRows: true }],
    ['rest/v1/rpc/list_months', { dataset_slug: 'demo' }],
  ] as const
  const headers = {
    apikey: key,
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  }
  for (let number = 0; !isOver; number++) {
    const [target, body] = calls[number % calls.length]!
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    const answer = await fetch(`${url}/${target}`, request).then(
      async (response) => {
        await response.arrayBuffer()
        return String(response.status)
      },
      (error: Error) => error.message,
    )
    const name = `${target}: ${answer}`
    hammered.set(name, (hammered.get(name) ?? 0) + 1)
  }
}

function upload(job: UploadJob): Promise<UploadEnd> {
  const worker = new Worker(new URL('./beside/upload-worker.ts', import.meta.url), {
    workerData: job,
  })
  return new Promise((resolve) => {
    worker.once('message', resolve)
    worker.once('error', (error) => resolve({ error: error.message }))
  })
}

function describe(times: Record<string, number[]>) {
  return Object.fromEntries(
    Object.entries(times).map(([name, list]) => {
      const sorted = list.toSorted((a, b) => a - b)
      const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
      return [name, { count: list.length, medianMs: at(0.5), p95Ms: at(0.95), mostMs: at(1) }]
    }),
  )
}
