import type { ReservedSql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStorageGate, type Pick, type StorageGate } from './storage-gate.ts'
import { openTrainingStack, type TrainingStack, until } from './training-stack.ts'

// The trainer is killed (SIGKILL) at a step that is held: by a lock in the database that the step waits for, or by a
// gate before Storage. No time is measured, so the moments are the same on every machine.

let desk: TrainingStack
let gate: StorageGate

const TRAIN = ['--dataset', 'ulb', '--families', 'gradient-boosting'] as const

beforeAll(async () => {
  desk = await openTrainingStack()
  gate = await openStorageGate(desk.stack.apiUrl)
  const { code, err } = await desk.runTrainer(TRAIN)
  expect(code, err).toBe(0)
  // From now on the champion is worse than guessing, so that every challenger would be published.
  await desk.turnRoundSignal()
}, 120_000)

afterAll(async () => {
  await gate?.close()
  await desk?.close()
})

beforeEach(() => gate.open())

const isArtifact = (path: string) => /\/models\/ulb\/run-\d+\/model\.fdm/.test(path)
const upload: Pick = (method, path) => /POST|PUT/.test(method) && isArtifact(path)
const readBack =
  (served: string): Pick =>
  (method, path) =>
    method === 'GET' && isArtifact(path) && !path.includes(served)
const cardUpload: Pick = (method, path) => /POST|PUT/.test(method) && path.includes('model-card.md')
const removal: Pick = (method, path) => method === 'DELETE' && path.includes('/object/models')

/** What the trainer is made to wait for. Resolves when it waits there; then it is killed. */
type Moment = (lock: ReservedSql) => Promise<void>

const waitsFor = async (query: string) => {
  await until(`the trainer to wait in ${query}`, async () => {
    const [waiting] = await desk.sql`
      select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike ${`%${query}%`}`
    return waiting !== undefined
  })
}
const atTable =
  (table: string, mode: string, query: string): Moment =>
  async (lock) => {
    await lock.unsafe(`lock table ${table} in ${mode} mode`)
    await waitsFor(query)
  }
/** Locks only when the artifact is about to be read back, because earlier steps need what is locked, too. */
const whilePublishing =
  (statement: string): Moment =>
  async (lock) => {
    gate.before(readBack(await servedFolder()), async () => {
      await lock.unsafe(statement)
    })
    await waitsFor('publish_model_version')
  }

async function servedFolder(): Promise<string> {
  const [row] = await desk.sql`
    select regexp_replace(version.artifact_path, '/[^/]*$', '/') as folder
    from public.model_aliases as alias
    join public.model_versions as version on version.id = alias.model_version_id
    where alias.alias = 'champion'`
  return row!.folder
}

const before: [string, Moment][] = [
  [
    'while it asks for a run',
    async (lock) => {
      await lock`select 1 from public.datasets where slug = 'ulb' for update`
      await waitsFor('request_training_run')
    },
  ],
  ['while it loads', atTable('public.transactions', 'access exclusive', 'copy (')],
  ['after fitting', atTable('public.candidates', 'exclusive', 'delete from public.candidates')],
  ['before the upload', () => gate.hold(upload, 'request')],
  ['in the middle of the upload', () => gate.hold(upload, 'half')],
  ['after the upload', () => gate.hold(upload, 'answer')],
  ['while it reads back', async () => gate.hold(readBack(await servedFolder()), 'request')],
  [
    'before it publishes',
    whilePublishing(`select 1 from public.datasets where slug = 'ulb' for update`),
  ],
  [
    'while the version is written',
    whilePublishing('lock table public.model_versions in exclusive mode'),
  ],
  [
    'in the last statement of publishing',
    whilePublishing('lock table public.events in exclusive mode'),
  ],
]

test.each(before)('killed %s, the old champion keeps serving', async (_moment, reach) => {
  const served = await desk.served()
  await killAt(reach, 'and the database notices')
  expect(await desk.served()).toEqual(served)
  await expectAgreement()
})

test('killed while publishing, but the database finishes: the new one serves', async () => {
  const served = await desk.served()
  await killAt(whilePublishing('lock table public.model_versions in exclusive mode'))
  await until('the publication', async () => (await desk.served())?.version !== served!.version)
  const now = await desk.served()
  expect(now!.storedSha256).toBe(now!.sha256)
  await expectAgreement()
})

const after: [string, Moment][] = [
  [
    'before the bins of drift are stored',
    atTable('public.drift_baselines', 'exclusive', 'insert into public.drift_baselines'),
  ],
  ['while it scores', atTable('public.predictions', 'exclusive', 'insert into public.predictions')],
  ['before the model card is stored', () => gate.hold(cardUpload, 'request')],
  ['before what is not needed is removed', () => gate.hold(removal, 'request')],
  ['after what is not needed was removed', () => gate.hold(removal, 'answer')],
]

test.each(after)('killed %s, the new champion serves', async (_moment, reach) => {
  await desk.turnRoundSignal()
  // Something to remove: the objects of a run that never was.
  await desk.service.storage
    .from('models')
    .upload('ulb/run-999999/model.fdm', new Uint8Array([1]), { upsert: true })
  const served = await desk.served()
  await killAt(reach, 'and the database notices')
  const now = await desk.served()
  expect(now!.version).toBe(served!.version + 1)
  expect(now!.storedSha256).toBe(now!.sha256)
  await expectAgreement()
})

test('the next run succeeds, and nothing is left of the killed ones', async () => {
  await desk.turnRoundSignal()
  const { code, out, err } = await desk.runTrainer([...TRAIN, '--json'])
  expect(code, err).toBe(0)
  expect(JSON.parse(out).decision.code).toBe('better_than_champion')
  const now = await desk.served()
  expect(now!.storedSha256).toBe(JSON.parse(out).version.sha256)

  const objects =
    await desk.sql`select name from storage.objects where bucket_id = 'models' order by name`
  const rows = await desk.sql`
    select unnest(array[artifact_path, card_path]) as name from public.model_versions
    where retired_at is null order by 1`
  expect(objects.map(({ name }) => name)).toEqual(rows.map(({ name }) => name))
  const [state] = await desk.sql`
    select count(*) filter (where state = 'running')::integer as running,
           count(*) filter (where state = 'failed')::integer as failed
    from public.training_runs`
  expect(state!.running).toBe(0)
  expect(state!.failed).toBeGreaterThanOrEqual(9)
  const [unscored] = await desk.sql`
    select count(*)::integer as count from public.transactions as rows
    where occurred_at >= (select min(trained_until) from public.model_versions)
      and not exists (
        select 1 from public.predictions
        where transaction_id = rows.id and predictions.occurred_at = rows.occurred_at and is_served
      )`
  expect(unscored!.count).toBe(0)
})

/** Runs the trainer to a moment and kills it. Unless the database notices, it finishes what it was asked last. */
async function killAt(reach: Moment, andThen?: 'and the database notices'): Promise<void> {
  const lock = await desk.sql.reserve()
  await lock`begin`
  const reached = reach(lock)
  // A lock is asked for before the trainer starts, or it might come too late.
  await lock`select 1`
  const trainer = desk.startTrainer(TRAIN, { SUPABASE_URL: gate.url })
  try {
    await Promise.race([
      reached,
      trainer.ended.then((code) => {
        throw new Error(`The trainer ended with ${code} before: ${trainer.output().err}`)
      }),
    ])
    trainer.kill('SIGKILL')
    await trainer.ended
    if (andThen) {
      await desk.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where wait_event_type = 'Lock' and pid <> pg_backend_pid()`
    }
  } finally {
    trainer.kill('SIGKILL')
    await lock`rollback`
    lock.release()
  }
}

/** Every version that is in use has exactly its artifact, and no version names an object that is not there. */
async function expectAgreement(): Promise<void> {
  const missing = await desk.sql`
    select version from public.model_versions
    where retired_at is null
      and not exists (select 1 from storage.objects where bucket_id = 'models' and name = artifact_path)`
  expect(missing).toEqual([])
  const now = await desk.served()
  expect(now!.storedSha256).toBe(now!.sha256)
}
