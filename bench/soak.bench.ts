// npm run bench -- soak [--seconds 600] [--people 30]
// Thirty people open pages, read, review and upload beside each other on the running demo of this machine. At the end
// nothing has failed, the memory of every process is stable, and the months equal a recount. Leaves the demo as it was.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { Random } from '../core/random.ts'
import { readLocalEnv } from '../scripts/read-local-env.ts'
import { readMonths, recountMonths } from '../tests/ingest/read-back.ts'
import { type Deed, drawDeed, findPages, type SoakDesk } from './soak/desk.ts'
import { measureMemory } from './soak/measure-memory.ts'
import { findMemoryTrends, type MemorySample } from './soak/memory-trend.ts'
import { addPeople, type Person, removePeople } from './soak/people.ts'
import { readSettings } from './soak/read-settings.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    people: { type: 'string', default: '30' },
  },
})
readLocalEnv()
const { url, key, databaseUrl, appUrl } = readSettings()
const seconds = Number(values.seconds)
const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} })
const latenciesMs: Record<Deed['name'], number[]> = { page: [], read: [], review: [], upload: [] }
const errors: string[] = []
const memory: MemorySample[] = []
const portOf = (address: string) => Number(new URL(address).port)
const ports = {
  api: portOf(url),
  database: portOf(databaseUrl),
  ...(appUrl ? { app: portOf(appUrl) } : {}),
}
let equalsRecount = false
let equalsBefore = false

await removePeople(sql)
const before = await readMonths(sql, 'ulb')
const startedAt = performance.now()
try {
  const desk: SoakDesk = { appUrl, ...(await findPages(sql, 'demo')), uploads: [] }
  const people = await addPeople(sql, url, key, Number(values.people))
  const sampling = setInterval(sampleMemory, Math.max(1_000, seconds * 10))
  await Promise.all(people.map((person) => work(desk, person)))
  clearInterval(sampling)
  const months = await readMonths(sql, 'ulb')
  equalsRecount = JSON.stringify(months) === JSON.stringify(await recountMonths(sql, 'ulb'))
  for (const { person, id } of desk.uploads.toReversed()) {
    const removed = await person.client.rpc('remove_upload', { upload_id: id })
    if (removed.error) throw new Error(`Cannot remove an upload again: ${removed.error.message}`)
    await person.client.storage.from('uploads').remove(removed.data as string[])
  }
  equalsBefore = JSON.stringify(before) === JSON.stringify(await readMonths(sql, 'ulb'))
} finally {
  await removePeople(sql)
  await sql.end({ timeout: 1 })
}

const processes = findMemoryTrends(memory)
const isStable = Object.values(processes).every((trend) => trend.isStable)
for (const [error, lines] of Map.groupBy(errors, (line) => line)) {
  console.error(`${lines.length} × ${error}`)
}
console.log(
  JSON.stringify({
    benchmark: 'soak',
    seconds,
    people: Number(values.people),
    errors: errors.length,
    deeds: Object.fromEntries(
      Object.entries(latenciesMs).map(([name, times]) => [
        name,
        { count: times.length, medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) },
      ]),
    ),
    processes,
    memoryIsStable: isStable,
    monthsEqualRecount: equalsRecount,
    leftAsItWas: equalsBefore,
  }),
)
process.exitCode = errors.length === 0 && equalsRecount && equalsBefore && isStable ? 0 : 1

/** What one person does until the time is over. */
async function work(desk: SoakDesk, person: Person): Promise<void> {
  const random = new Random(person.index + 1)
  for (let number = 1; performance.now() - startedAt < seconds * 1000; number++) {
    const deed = drawDeed(desk, person, random, person.index * 1_000_000 + number)
    const begun = performance.now()
    await deed.act().catch((error: Error) => errors.push(`${deed.name}: ${error.message}`))
    latenciesMs[deed.name].push(performance.now() - begun)
    await sleep(50 + random.next() * 200)
  }
}

function sampleMemory(): void {
  const bytes = measureMemory(ports)
  if (bytes) memory.push({ atMs: performance.now() - startedAt, bytes })
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
}
