import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeModelArtifact, parseModelArtifact } from '../core/scoring/model-artifact.ts'
import { openTrainingStack, type TrainingStack, until } from '../tests/training/training-stack.ts'
import { sha256 } from './artifact-storage.ts'

const MONTHS = 24
const ROWS_PER_MONTH = 400

let desk: TrainingStack

beforeAll(async () => {
  desk = await openTrainingStack({
    firstMonth: '2017-01',
    months: MONTHS,
    unlabelledMonths: 1,
    rowsPerMonth: ROWS_PER_MONTH,
    fraudEvery: 25,
    signal: 0.35,
  })
}, 120_000)

afterAll(() => desk?.close())

const train = (...args: string[]) =>
  desk.runTrainer(
    args.length > 0 ? args : ['--dataset', 'ulb', '--families', 'gradient-boosting', '--json'],
  )

async function newestRun() {
  const [run] = await desk.sql`
    select run.* from public.training_runs as run join public.datasets on datasets.id = run.dataset_id
    where datasets.slug = 'ulb' order by run.id desc limit 1`
  return run!
}

async function readHealth() {
  const { data } = await desk.service.rpc('service_health')
  const { datasets, ...health } = data as {
    status: string
    message: string
    datasets: {
      slug: string
      champion: { version: number; sha256: string }
      servedBy: number | null
    }[]
  }
  return { ...health, ...datasets.find(({ slug }) => slug === 'ulb')! }
}

/** The champion as the health check shows it, and the hash of what Storage holds for it. */
async function served() {
  const { champion } = await readHealth()
  const [version] = await desk.sql`
    select model_versions.* from public.model_versions join public.datasets on datasets.id = dataset_id
    where slug = 'ulb' and version = ${champion.version}`
  const file = await desk.service.storage.from('models').download(version!.artifact_path)
  const stored = sha256(new Uint8Array(await file.data!.arrayBuffer()))
  return { champion, version: version!, stored }
}

test('a first run publishes what it evaluated, and scores the hold-out and what is newer', async () => {
  const { code, out, err } = await train('--dataset', 'ulb', '--json')
  expect(err).toMatch(/publish\s+version 1/)
  expect(code).toBe(0)
  const outcome = JSON.parse(out)
  expect(outcome.state).toBe('succeeded')
  expect(outcome.decision.code).toBe('first_model')
  expect(outcome.holdout.averagePrecision.low).toBeGreaterThan(outcome.holdout.baseRate)

  const { champion, version, stored } = await served()
  expect(stored).toBe(champion.sha256)
  expect(stored).toBe(outcome.version.sha256)
  expect(version.trained_until.toISOString()).toBe('2018-09-01T00:00:00.000Z')

  const run = await newestRun()
  expect(run.state).toBe('succeeded')
  expect(run.row_count).toBe(String(MONTHS * ROWS_PER_MONTH))
  expect(run.split.strategy).toBe('months')
  expect(run.backend).toMatch(/tfjs-\w+, typescript/)
  const candidates = await desk.sql`select * from public.candidates where run_id = ${run.id}`
  expect(new Set(candidates.map((row) => row.family))).toEqual(
    new Set(['blend', 'dense-network', 'gradient-boosting']),
  )
  expect(candidates.filter((row) => row.is_selected).length).toBe(1)

  const [counts] = await desk.sql`
    select count(*) filter (where row.occurred_at >= ${version.trained_until})::integer as later,
           count(known.*) filter (where row.occurred_at >= ${version.trained_until})::integer as scored,
           count(known.*) filter (where row.occurred_at < ${version.trained_until})::integer as leaked,
           bool_and(known.is_flagged = (known.fraud_score >= known.threshold)) as consistent,
           bool_and((known.reasons is not null) = known.is_flagged) as explained
    from public.transactions as row
    left join public.predictions as known
      on known.transaction_id = row.id and known.occurred_at = row.occurred_at`
  expect(counts).toEqual({
    later: 5 * ROWS_PER_MONTH,
    scored: 5 * ROWS_PER_MONTH,
    leaked: 0,
    consistent: true,
    explained: true,
  })
  const [months] = await desk.sql`
    select sum(scored_count)::integer as scored, count(*)::integer as months from public.monthly_predictions`
  expect(months).toEqual({ scored: 5 * ROWS_PER_MONTH, months: 5 })
}, 180_000)

test('the same data again gives the same model, and the gate keeps the champion', async () => {
  const before = await served()
  const first = await newestRun()
  const { code, out, err } = await train('--dataset', 'ulb', '--json')
  expect(code, err).toBe(0)
  const outcome = JSON.parse(out)
  expect(outcome.state).toBe('refused')
  expect(outcome.decision.code).toBe('not_better')
  expect(outcome.difference.value).toBe(0)
  expect(outcome.dataHash).toBe(first.data_hash)

  const run = await newestRun()
  expect(run.state).toBe('refused')
  expect(run.decision.reason).toContain('No gain is expected')
  expect((await served()).champion).toEqual(before.champion)
  const [event] =
    await desk.sql`select payload from public.events where kind = 'model_refused' order by id desc limit 1`
  expect(event!.payload.run_id).toBe(Number(run.id))
}, 120_000)

test('a better challenger takes over, and what was scored keeps its predictions', async () => {
  const before = await served()
  // A second feature now tells the frauds apart: the next challenger is better.
  await desk.sql`update public.transactions set features[1] = features[1] + 0.8 where is_fraud`
  const { code, out, err } = await train()
  expect(code, err).toBe(0)
  const outcome = JSON.parse(out)
  expect(outcome.decision.code).toBe('better_than_champion')
  expect(outcome.version.version).toBe(before.champion.version + 1)
  expect((await served()).stored).toBe(outcome.version.sha256)
  const [predictions] = await desk.sql`
    select count(distinct model_version_id)::integer as models, count(*)::integer as rows from public.predictions`
  expect(predictions).toEqual({ models: 1, rows: 5 * ROWS_PER_MONTH })
}, 120_000)

const models = () => desk.service.storage.from('models')
const tamper = async (path: string) =>
  expect(
    (await models().upload(path, new Uint8Array([1, 2, 3]), { upsert: true })).error,
  ).toBeNull()

async function unusableEvent() {
  const [event] =
    await desk.sql`select payload from public.events where kind = 'model_artifact_unusable' order by id desc limit 1`
  return event!.payload
}

test('in the place of a tampered champion the challenger meets the version that served before', async () => {
  const { version } = await served()
  await tamper(version.artifact_path)
  const { code, out, err } = await train()
  expect(code, err).toBe(0)
  expect(err).toContain(`version ${version.version} cannot serve`)
  const { champion, decision } = JSON.parse(out)
  expect(champion.version).toBe(version.version - 1)
  expect(decision.code).toBe('better_than_champion')
  expect(await unusableEvent()).toMatchObject({
    version: version.version,
    servedBy: version.version - 1,
    reason: expect.stringContaining('was published'),
  })
  const after = await served()
  expect(after.stored).toBe(after.champion.sha256)
  expect(after.champion.version).toBe(version.version + 1)
  expect((await readHealth()).status).toBe('ready')
}, 120_000)

test('a champion that expects other features is never compared with', async () => {
  const { version } = await served()
  const { data } = await models().download(version.artifact_path)
  const artifact = parseModelArtifact(new Uint8Array(await data!.arrayBuffer())).data!
  const featureNames = artifact.manifest.featureNames.map((name) => `other_${name}`)
  const bytes = encodeModelArtifact({ ...artifact.manifest, featureNames }, artifact.payload)
  const path = 'ulb/other-features/model.fdm'
  await models().upload(path, bytes)
  await desk.sql`
    update public.model_versions
    set artifact_path = ${path}, artifact_sha256 = ${sha256(bytes)}
    where id = ${version.id}`
  const { code, out, err } = await train()
  expect(code, err).toBe(0)
  expect(err).toContain('expects 30 features that are not the dataset')
  expect(JSON.parse(out).champion.version).toBe(1)
}, 120_000)

test('when no version that served can be read, nothing is promoted, and the service is degraded until one is back', async () => {
  const before = await served()
  const { data } = await models().download(before.version.artifact_path)
  const sound = new Uint8Array(await data!.arrayBuffer())
  for (const { path } of await desk.sql`select artifact_path as path from public.model_versions`)
    await tamper(path)
  const { code, out, err } = await train()
  expect(code, err).toBe(0)
  const { decision, state, version } = JSON.parse(out)
  expect(state).toBe('refused')
  expect(decision.code).toBe('champion_damaged')
  expect(decision.reason).toContain('no version that served can be read')
  // It is kept, so that an admin can promote it by hand.
  expect(version).toMatchObject({ alias: 'challenger', version: before.champion.version + 1 })
  expect(await unusableEvent()).toMatchObject({ version: before.champion.version, servedBy: null })

  expect(await readHealth()).toMatchObject({
    status: 'degraded',
    message: expect.stringContaining(`"ulb", version ${before.champion.version}, cannot be used`),
    champion: before.champion,
    servedBy: null,
  })
  await models().upload(before.version.artifact_path, sound, { upsert: true })
  expect(await readHealth()).toMatchObject({
    status: 'ready',
    champion: before.champion,
    servedBy: before.champion.version,
  })
}, 120_000)

test('two runs never train the same dataset at once', async () => {
  const first = desk.startTrainer(['--dataset', 'ulb', '--families', 'gradient-boosting'])
  await until('the claim', () => first.output().err.includes('claim'))
  const second = await train()
  expect(second.code).toBe(1)
  expect(second.err).toMatch(/Cannot train ulb now: run \d+ is at it/)
  expect(await first.ended).toBe(0)
}, 120_000)

test('without labels the run fails with a sentence', async () => {
  const { code, err } = await train('--dataset', 'sparkov')
  expect(code).toBe(1)
  expect(err).toContain('Cannot train: no transaction has a label.')
  const [run] = await desk.sql`
    select state, error from public.training_runs
    where dataset_id = (select id from public.datasets where slug = 'sparkov')`
  expect(run!.state).toBe('failed')
  expect(run!.error).toContain('no transaction has a label')
})

test.each([
  [['--dataset', 'nope'], /no such dataset. Choose from demo, ulb, sparkov, ibm/],
  [[], /no dataset was named/],
  [['--dataset', 'ulb', '--families', 'oracle'], /Choose from/],
  [['--dataset', 'ulb', '--trigger', 'moon'], /no trigger "moon"/],
])('a wrong command line is one clear sentence: %j', async (args, sentence) => {
  const { code, err } = await train(...args, '--json')
  expect(code).toBe(1)
  expect(err).toMatch(sentence)
  expect(err.trim().split('\n')).toHaveLength(1)
})
