import { readFile } from 'node:fs/promises'
import path from 'node:path'
import postgres, { type Sql } from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { knownTypes } from '../../core/postgres-types.ts'
import { openStorageGate, type Pick, type StorageGate } from './storage-gate.ts'
import { openTrainingStack, type TrainingStack, until } from './training-stack.ts'

// Postgres is ended while the trainer is held at a step: by a lock that the step waits for, or by a gate before Storage.

let desk: TrainingStack
let gate: StorageGate
/** Holds locks, which go with Postgres. */
let holder: Sql

beforeAll(async () => {
  desk = await openTrainingStack()
  gate = await openStorageGate(desk.stack.apiUrl)
  // Cards, so that hold-outs are resampled by them; some rows have none.
  await desk.sql`
    update public.transactions set card_hash = case when id % 50 > 0 then md5('card' || id % 63)::uuid end`
}, 120_000)

afterAll(async () => {
  await gate?.close()
  await desk?.close()
})

beforeEach(() => {
  holder = postgres(desk.stack.databaseUrl, { max: 1, onnotice: () => {} })
})
afterEach(() => holder.end({ timeout: 0 }))

const upload: Pick = (method, url) => /POST|PUT/.test(method) && url.includes('/model.fdm')
const readBack: Pick = (method, url) => method === 'GET' && /run-\d+\/model\.fdm/.test(url)

/** Locks a table until Postgres goes. */
async function lock(table: string, mode: string): Promise<void> {
  const reserved = await holder.reserve()
  await reserved`begin`
  await reserved.unsafe(`lock table ${table} in ${mode} mode`)
}

async function waitsIn(query: string): Promise<void> {
  await until(`the trainer to wait in ${query}`, async () => {
    const [waiting] = await desk.sql`
      select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike ${`%${query}%`}`
    return waiting !== undefined
  })
}

const moments: [string, () => Promise<void>][] = [
  [
    'while it loads',
    async () => {
      await lock('public.transactions', 'access exclusive')
      void waitsIn('copy (').then(restartPostgres)
    },
  ],
  ['while it stores the artifact', async () => gate.before(upload, restartPostgres)],
  [
    'while it publishes',
    async () =>
      gate.before(readBack, async () => {
        await lock('public.model_versions', 'exclusive')
        void waitsIn('publish_model_version').then(restartPostgres)
      }),
  ],
]

test.each(moments)('a trainer outlives a database that goes %s', async (_moment, prepare) => {
  const before = await desk.served()
  // A champion that is worse than guessing, so that the challenger is published.
  if (before) await desk.turnRoundSignal()
  const pid = await postmaster()
  await prepare()
  const { code, out, err } = await desk.runTrainer(
    ['--dataset', 'ulb', '--families', 'gradient-boosting', '--json'],
    { SUPABASE_URL: gate.url },
  )
  expect(code, err).toBe(0)
  expect(await postmaster()).not.toBe(pid)

  const outcome = JSON.parse(out)
  expect(outcome.version.version).toBe((before?.version ?? 0) + 1)
  const [stored] = await desk.sql`
    select state,
           (select count(*)::integer from public.model_versions where run_id = run.id) as versions,
           (select count(*)::integer from public.candidates where run_id = run.id) as candidates,
           (select count(*)::integer from public.events
            where kind = 'model_promoted' and payload ->> 'run_id' = run.id::text) as promotions
    from public.training_runs as run where id = ${outcome.runId}`
  const { candidates } = outcome
  expect(stored).toEqual({
    state: 'succeeded',
    versions: 1,
    candidates: candidates.length,
    promotions: 1,
  })
  const served = await desk.served()
  expect(served).toMatchObject({ version: outcome.version.version, sha256: served!.storedSha256 })
})

test('every interval rests on the cards of the hold-out', async () => {
  const [version] = await desk.sql`
    select version.metrics, run.split -> 'holdout' as holdout
    from public.model_versions as version join public.training_runs as run on run.id = version.run_id
    order by version.id desc limit 1`
  const { metrics, holdout } = version!
  const [cards] = await desk.sql`
    select count(distinct coalesce(card_hash::text, id::text))::integer as count
    from public.transactions
    where is_fraud and occurred_at >= ${holdout.from} and occurred_at < ${holdout.to}`
  expect(cards!.count).toBeGreaterThan(5)
  expect(metrics.fraudCards).toBe(cards!.count)
  for (const interval of [
    metrics.averagePrecision,
    metrics.champion.averagePrecision,
    metrics.difference,
  ]) {
    expect(interval.resampled).toBe('card')
  }
})

test('arrays go to the database and come back as arrays', async () => {
  const texts = ['a "b"', 'c, {d}\\', '', 'NULL', null]
  const day = new Date('2019-01-02T00:00:00Z')
  const sql = postgres(desk.stack.databaseUrl, { ...knownTypes, max: 1, prepare: false })
  const [row] = await sql`
    select ${texts}::text[] as texts, ${[1, null, -2]}::integer[] as whole, ${[0.5, 2]}::real[] as reals,
           array[true, null, false] as booleans, ${['2019-01-02']}::date[] as days, array[9007199254740993] as big,
           array[[1, 2], [3, 4]] as nested, array[]::text[] as nothing, array['{"a": [1, "b"]}'::jsonb] as documents,
           array['x'::name] as names, '[0:1]={7,8}'::integer[] as shifted`
  await sql.end()
  expect(row).toEqual({
    texts,
    whole: [1, null, -2],
    reals: [0.5, 2],
    booleans: [true, null, false],
    days: [day],
    big: ['9007199254740993'],
    nested: [
      [1, 2],
      [3, 4],
    ],
    nothing: [],
    documents: [{ a: [1, 'b'] }],
    names: ['x'],
    shifted: [7, 8],
  })
})

async function postmaster(): Promise<number> {
  const file = await readFile(path.join(desk.dataDir, 'postgres/postmaster.pid'), 'utf8')
  return Number.parseInt(file, 10)
}

/** Ends Postgres at once, as a crash does; the stack starts it again. Resolves when Supabase answers again. */
async function restartPostgres(): Promise<void> {
  const pid = await postmaster()
  process.kill(pid, 'SIGQUIT')
  await until('Postgres to be back', async () => {
    const now = await postmaster().catch(() => null)
    if (now === null || now === pid) return false
    return await desk.sql`select 1`.then(
      () => true,
      () => false,
    )
  })
}
