// npm run bench -- soak [--seconds 600] [--people 30]
// Thirty people open pages, read, review and upload beside each other on the running demo of this machine. At the end
// nothing has failed, the memory of every process is stable, and the months equal a recount. Leaves the demo as it was,
// also where an earlier soak was killed; ends early, with what it measured, when the demo is gone.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { Random } from '../core/random.ts'
import { readServiceAccess } from '../scripts/product/environment.ts'
import { readLocalEnv } from '../scripts/read-local-env.ts'
import { readMonths, recountMonths } from '../tests/ingest/read-back.ts'
import { type Deed, drawDeed, findPages, type SoakDesk } from './soak/desk.ts'
import { addPeople, type Person, removePeople } from './soak/people.ts'
import { readSettings } from './soak/read-settings.ts'
import { watchRefusals } from './soak/refusals.ts'
import { type WatchedMemory, watchMemory } from './soak/watch-memory.ts'

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
const { secretKey } = readServiceAccess('soak')
const service = createClient(url, secretKey, { auth: { persistSession: false } })
const latenciesMs: Record<Deed['name'], number[]> = { page: [], read: [], review: [], upload: [] }
const errors: string[] = []
const portOf = (address: string) => Number(new URL(address).port)
const ports = {
  api: portOf(url),
  database: portOf(databaseUrl),
  ...(appUrl ? { app: portOf(appUrl) } : {}),
}
const refusals = watchRefusals()
let processes: Record<string, WatchedMemory> = {}
let equalsRecount = false
let equalsBefore = false

let before: Awaited<ReturnType<typeof readMonths>> | null = null
let end: string | null = null

try {
  await removePeople(sql, service)
  before = await readMonths(sql, 'ulb')
  const desk: SoakDesk = {
    appUrl,
    ...(await findPages(sql, 'demo')),
    uploads: [],
    fetch: refusals.fetch,
  }
  const people = await addPeople(sql, url, key, Number(values.people), refusals.fetch)
  const memory = await watchMemory(ports, seconds)
  const deadline = performance.now() + seconds * 1000
  const working = people.map((person) => work(desk, person, deadline))
  try {
    await Promise.race([Promise.all(working), refusals.gone])
  } finally {
    processes = await memory.stop()
  }
  const months = await readMonths(sql, 'ulb')
  equalsRecount = JSON.stringify(months) === JSON.stringify(await recountMonths(sql, 'ulb'))
} catch (error) {
  end = (error as Error).message
}
try {
  await removePeople(sql, service)
  equalsBefore = JSON.stringify(before) === JSON.stringify(await readMonths(sql, 'ulb'))
} catch (error) {
  end ??= (error as Error).message
  console.error('What the people of the soak left is removed when the next one begins.')
}
await sql.end({ timeout: 1 }).catch(() => {})

const memoryIsStable =
  Object.keys(ports).every((name) => processes[name]?.trend) &&
  Object.values(processes).every(({ trend }) => trend?.isStable ?? true)
for (const [error, lines] of Map.groupBy(errors, (line) => line)) {
  console.error(`${lines.length} × ${error}`)
}
if (end !== null) console.error(`The soak ended early: ${end}`)
console.log(
  JSON.stringify({
    benchmark: 'soak',
    seconds,
    people: Number(values.people),
    endedEarly: end,
    errors: errors.length,
    deeds: Object.fromEntries(
      Object.entries(latenciesMs).map(([name, times]) => [
        name,
        { count: times.length, medianMs: quantile(times, 0.5), p95Ms: quantile(times, 0.95) },
      ]),
    ),
    processes,
    memoryIsStable,
    monthsEqualRecount: equalsRecount,
    leftAsItWas: equalsBefore,
  }),
)
const isPassed =
  end === null && errors.length === 0 && equalsRecount && equalsBefore && memoryIsStable
// Uploads may still wait for a demo that is gone.
process.exit(isPassed ? 0 : 1)

/** What one person does until the time is over. */
async function work(desk: SoakDesk, person: Person, deadline: number): Promise<void> {
  const random = new Random(person.index + 1)
  for (let number = 1; performance.now() < deadline; number++) {
    const deed = drawDeed(desk, person, random, person.index * 1_000_000 + number)
    const begun = performance.now()
    await deed.act().catch((error: Error) => errors.push(`${deed.name}: ${error.message}`))
    latenciesMs[deed.name].push(performance.now() - begun)
    await sleep(50 + random.next() * 200)
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
}
