// npm run bench -- soak [--seconds 600] [--people 30]
// Thirty people read, review and upload beside each other on the running demo of this machine. At the end no request
// has failed, the memory of every process is stable, and the months equal a recount. Leaves the demo as it was.
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { Random } from '../core/random.ts'
import { uploadFile } from '../lib/uploads/upload-file.ts'
import { readLocalEnv } from '../scripts/read-local-env.ts'
import { readMonths, recountMonths } from '../tests/ingest/read-back.ts'
import { asFile, ulbTable } from '../tests/ingest/sample-files.ts'
import { measureMemory } from './soak/measure-memory.ts'
import { addPeople, type Person, removePeople } from './soak/people.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    people: { type: 'string', default: '30' },
  },
})
readLocalEnv()
const url = required('NEXT_PUBLIC_SUPABASE_URL')
const databaseUrl = required('SUPABASE_DB_URL')
// Without an app (a stack alone) nobody opens pages.
const appUrl = process.env.APP_URL
for (const address of [url, databaseUrl, ...(appUrl ? [appUrl] : [])]) requireLoopback(address)

const seconds = Number(values.seconds)
const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} })
const latenciesMs: number[] = []
const errors: string[] = []
const uploads: { person: Person; id: string }[] = []
const memory: Record<string, number>[] = []
const portOf = (address: string) => Number(new URL(address).port)
const ports = {
  api: portOf(url),
  database: portOf(databaseUrl),
  ...(appUrl ? { app: portOf(appUrl) } : {}),
}
const startedAt = performance.now()
const isOver = () => performance.now() - startedAt > seconds * 1000

await removePeople(sql)
const key = required('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY')
const before = await readMonths(sql, 'ulb')
let equalsRecount = false
let equalsBefore = false
try {
  const people = await addPeople(sql, url, key, Number(values.people))
  const sampling = setInterval(
    () => {
      const sample = measureMemory(ports)
      if (sample) memory.push(sample)
    },
    Math.max(1_000, seconds * 10),
  )
  await Promise.all(people.map((person, index) => work(person, index, new Random(index + 1))))
  clearInterval(sampling)
  const months = await readMonths(sql, 'ulb')
  equalsRecount = JSON.stringify(months) === JSON.stringify(await recountMonths(sql, 'ulb'))
  for (const { person, id } of uploads.toReversed()) {
    const removed = await person.client.rpc('remove_upload', { upload_id: id })
    if (removed.error) throw new Error(`Cannot remove an upload again: ${removed.error.message}`)
    await person.client.storage.from('uploads').remove(removed.data as string[])
  }
  equalsBefore = JSON.stringify(before) === JSON.stringify(await readMonths(sql, 'ulb'))
} finally {
  await removePeople(sql)
  await sql.end({ timeout: 1 })
}

const growth = compareMemory()
const isStable = Object.values(growth).every(({ firstMb, lastMb }) => lastMb <= firstMb * 1.5 + 64)
const isGood = errors.length === 0 && equalsRecount && equalsBefore && isStable
for (const [error, count] of Map.groupBy(errors, (line) => line))
  console.error(`${count.length} × ${error}`)
console.log(
  JSON.stringify({
    seconds,
    people: Number(values.people),
    requests: latenciesMs.length,
    uploads: uploads.length,
    errors: errors.length,
    medianMs: Math.round(quantile(0.5)),
    p95Ms: Math.round(quantile(0.95)),
    memory: growth,
    memoryIsStable: isStable,
    monthsEqualRecount: equalsRecount,
    leftAsItWas: equalsBefore,
  }),
)
process.exitCode = isGood ? 0 : 1

/** What one person does until the time is over: mostly reads, some reviews, every third person uploads now and then. */
async function work(person: Person, index: number, random: Random): Promise<void> {
  let seed = index * 1_000
  while (!isOver()) {
    const dice = random.next()
    if (index % 3 === 0 && dice < 0.04) await measured('upload', () => upload(person, ++seed))
    else if (dice < 0.15) await measured('review', () => review(person))
    else if (appUrl && dice < 0.35) await measured('page', () => openPage(person, random))
    else await measured('read', () => read(person, random))
    await new Promise((resolve) => setTimeout(resolve, 50 + random.next() * 200))
  }
}

async function measured(what: string, act: () => Promise<void>): Promise<void> {
  const begun = performance.now()
  await act().catch((error: Error) => errors.push(`${what}: ${error.message}`))
  latenciesMs.push(performance.now() - begun)
}

async function read({ client }: Person, random: Random): Promise<void> {
  const slug = random.chance(0.5) ? 'demo' : 'ulb'
  const calls = [
    () => client.rpc('list_months', { dataset_slug: slug }),
    () => client.rpc('list_datasets'),
    () => client.rpc('list_uploads'),
    () => client.rpc('get_month', { dataset_slug: slug, month: '2019-01-01' }),
    () => client.rpc('list_flagged_transactions', { dataset_slug: slug, month: '2019-01-01' }),
  ]
  const { error } = await calls[Math.floor(random.next() * calls.length)]!()
  if (error) throw new Error(error.message)
}

async function openPage({ cookie }: Person, random: Random): Promise<void> {
  const paths = ['/demo/months', '/demo/months/2019-01', '/uploads', '/ulb/months']
  const path = paths[Math.floor(random.next() * paths.length)]!
  const answer = await fetch(`${appUrl}${path}`, { headers: { cookie }, redirect: 'manual' })
  await answer.text()
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
}

async function review({ client }: Person): Promise<void> {
  const mine = uploads[Math.floor(uploads.length / 2)]
  if (mine === undefined) return
  const { data } = await client
    .from('transactions')
    .select('id, occurred_at')
    .eq('upload_id', mine.id)
    .gte('occurred_at', '2013-09-01')
    .lt('occurred_at', '2013-10-01')
    .limit(1)
  const row = data?.[0]
  if (!row) return
  const { error } = await client.rpc('record_review', {
    transaction_id: row.id,
    occurred_at: row.occurred_at,
    outcome: 'fraud',
  })
  if (error) throw new Error(error.message)
}

async function upload(person: Person, seed: number): Promise<void> {
  const source = asFile(`soak-${seed}.csv`, ulbTable({ count: 300, seed }))
  const { data, error } = await uploadFile({ client: person.client, source })
  if (error) throw new Error(`${error.code}: ${error.message}`)
  if (data.status === 'committed') uploads.push({ person, id: data.uploadId })
}

/** Medians of the second and of the last quarter: the first one warms up. */
function compareMemory(): Record<string, { firstMb: number; lastMb: number }> {
  const quarter = Math.max(1, Math.floor(memory.length / 4))
  const median = (samples: Record<string, number>[], name: string) =>
    samples.map((sample) => sample[name] ?? 0).sort((a, b) => a - b)[samples.length >> 1] ?? 0
  const megabytes = (bytes: number) => Math.round(bytes / 1_048_576)
  return Object.fromEntries(
    Object.keys(memory[0] ?? {}).map((name) => [
      name,
      {
        firstMb: megabytes(median(memory.slice(quarter, 2 * quarter), name)),
        lastMb: megabytes(median(memory.slice(-quarter), name)),
      },
    ]),
  )
}

function quantile(share: number): number {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0
}

function requireLoopback(address: string): void {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)) {
    console.error('The soak runs against this machine only.')
    process.exit(2)
  }
}

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  console.error(`Cannot soak: start the demo first (${name} is not set).`)
  process.exit(2)
}
