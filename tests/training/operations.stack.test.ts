import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDatasetSettings } from '../../core/publishing/dataset-settings.ts'
import { requestRetraining } from '../../lib/models/request-retraining.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { asFile, ulbTable, withoutLabel } from '../ingest/sample-files.ts'
import { openStorageGate, type StorageGate } from './storage-gate.ts'
import { openTrainingStack, type TrainingStack } from './training-stack.ts'

// One stack, one story: every test goes on where the one before it left off.

let desk: TrainingStack
let gate: StorageGate

const TRAIN = ['--dataset', 'ulb', '--families', 'gradient-boosting', '--json'] as const

beforeAll(async () => {
  desk = await openTrainingStack()
  gate = await openStorageGate(desk.stack.apiUrl)
}, 120_000)

afterAll(async () => {
  await gate?.close()
  await desk?.close()
})

async function train(...args: string[]) {
  const { code, out, err } = await desk.runTrainer([...TRAIN, ...args])
  expect(code, err).toBe(0)
  return JSON.parse(out)
}

let fileNumber = 0

/** Uploads new rows as Pinky and returns which version scored them. */
async function upload({ isLabelled }: { isLabelled: boolean }): Promise<number | null> {
  const table = ulbTable({ count: 60, seed: 100 + fileNumber++ })
  const result = await uploadFile({
    client: desk.pinky,
    datasetSlug: 'ulb',
    source: asFile(`rows-${fileNumber}.csv`, isLabelled ? table : withoutLabel(table)),
  })
  if (result.error !== null) throw new Error(result.error.message)
  if (result.data.status !== 'committed') throw new Error(result.data.status)
  const [row] = await desk.sql`
    select min(version.version) as version, count(distinct version.version)::integer as versions
    from public.transactions as rows
    join public.predictions as said on said.transaction_id = rows.id and said.occurred_at = rows.occurred_at
    join public.model_versions as version on version.id = said.model_version_id
    where rows.upload_id = ${result.data.uploadId}`
  expect(row!.versions).toBeLessThanOrEqual(1)
  return row!.version
}

async function set(settings: object) {
  const { error } = await desk.brain.rpc('update_dataset_settings', {
    dataset_slug: 'ulb',
    settings: settings as never,
    reason: 'A test.',
  })
  expect(error).toBeNull()
}

const newestRun = async () =>
  (await desk.sql`select * from public.training_runs order by id desc limit 1`)[0]!

test.each([
  [{}],
  [{ threshold_policy: { kind: 'best-f', beta: 2 } }],
  [{ threshold_policy: { kind: 'best-f', beta: 0 } }],
  [{ threshold_policy: { kind: 'best-f' } }],
  [{ threshold_policy: { kind: 'best-f', beta: '1' } }],
  [{ threshold_policy: { kind: 'alert-budget' } }],
  [{ threshold_policy: { kind: 'alert-budget', share: 0.1 } }],
  [{ threshold_policy: { kind: 'target-precision', precision: 0.9 } }],
  [{ threshold_policy: { kind: 'target-precision', precision: 1.1 } }],
  [{ threshold_policy: { kind: 'least-cost' } }],
  [{ threshold_policy: 'least-cost' }],
  [{ threshold_policy: null }],
  [{ review_cost: 0, alert_budget: 1, gate_margin: 0.5, gate_minimum_frauds: 3 }],
  [{ review_cost: -0.01 }],
  [{ review_cost: null }],
  [{ alert_budget: 0 }],
  [{ alert_budget: 1.01 }],
  [{ gate_margin: 0.51 }],
  [{ gate_minimum_frauds: 2 }],
  [{ gate_minimum_frauds: 10.5 }],
  [{ retrain_on_new_labels: false, shadow_close_challengers: true }],
  [{ retrain_on_new_labels: 'no' }],
  [{ retrain_after_labels: 0 }],
  [{ retrain_after_labels: 1, retrain_overdue_days: 3650, keep_artifacts: 1000 }],
  [{ retrain_overdue_days: 3651 }],
  [{ keep_artifacts: 0 }],
  [{ keep_upload_days: null }],
  [{ keep_upload_days: 0 }],
  [{ keep_upload_days: true }],
  [{ tresh: 1 }],
  [[1]],
])('the program and the database agree on the settings %j', async (settings) => {
  const refused =
    await desk.sql`select private.check_dataset_settings(${desk.sql.json(settings as never)})`.then(
      () => false,
      () => true,
    )
  expect(refused).toBe(parseDatasetSettings(settings).error !== null)
})

describe('what a model learns from', () => {
  test('made-up labels and a model’s own word are left out', async () => {
    await desk.sql`
      insert into public.transactions
        (dataset_id, occurred_at, fingerprint, amount, features, is_fraud, label_source, labelled_at)
      select dataset_id, occurred_at, md5('made up' || id)::uuid, amount, features, not is_fraud,
             (array['simulated', 'prediction'])[1 + id % 2]::public.label_source, now()
      from public.transactions order by id limit 40`
    await desk.sql`
      select private.refresh_months((select id from public.datasets where slug = 'ulb'), array['2018-01-01'::date])`
    const outcome = await train()
    expect(outcome.decision.code).toBe('first_model')
    const [rows] = await desk.sql`
      select count(*)::integer as count from public.transactions where label_source in ('file', 'review')`
    expect(Number((await newestRun()).row_count)).toBe(rows!.count)
    await desk.sql`delete from public.transactions where label_source in ('simulated', 'prediction')`
  })
})

test('families that were fitted on separate machines are gathered, chosen from and judged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fraud-desk-candidates-'))
  try {
    const plan = await desk.runTrainer([
      ...['plan', '--dataset', 'ulb', '--families', 'gradient-boosting,logistic-regression,blend'],
    ])
    expect(JSON.parse(plan.out)).toEqual({
      datasets: ['ulb'],
      fits: [
        { dataset: 'ulb', family: 'gradient-boosting' },
        { dataset: 'ulb', family: 'logistic-regression' },
      ],
    })
    const fitAlone = (family: string) =>
      desk.runTrainer(['fit', '--dataset', 'ulb', '--families', family, '--into', folder])
    for (const { code, err } of [
      await fitAlone('gradient-boosting'),
      await fitAlone('logistic-regression'),
    ]) {
      expect(code, err).toBe(0)
    }
    const families = ['--families', 'gradient-boosting,logistic-regression', '--json']
    const gathered = await desk.runTrainer([
      ...['--dataset', 'ulb', '--candidates', folder, '--output', join(folder, 'out'), ...families],
    ])
    expect(gathered.code, gathered.err).toBe(0)
    expect(gathered.err).toMatch(/gather +\d+ candidates from gradient-boosting/)
    expect(gathered.err).not.toMatch(/ fit +/)
    const alone = await desk.runTrainer(['--dataset', 'ulb', ...families])
    const [one, other] = [JSON.parse(gathered.out), JSON.parse(alone.out)]
    expect(one.holdout).toEqual(other.holdout)
    expect(one.candidates.map((candidate: { metrics: unknown }) => candidate.metrics)).toEqual(
      other.candidates.map((candidate: { metrics: unknown }) => candidate.metrics),
    )
    expect(await readFile(join(folder, 'out/summary.md'), 'utf8')).toContain('Average precision')
  } finally {
    await rm(folder, { recursive: true })
  }
})

describe('which model serves', () => {
  async function health() {
    const { data } = await desk.service.rpc('service_health')
    const { status, datasets } = data as {
      status: string
      datasets: { slug: string; servedBy: number | null }[]
    }
    return { status, served: datasets.find(({ slug }) => slug === 'ulb')?.servedBy }
  }

  test('a retrained one scores the very next request', async () => {
    expect(await upload({ isLabelled: false })).toBe(1)
    await desk.turnRoundSignal()
    const { version } = await train()
    expect(await upload({ isLabelled: false })).toBe(2)
    expect((await desk.served())?.sha256).toBe(version.sha256)
    expect((await desk.served())?.storedSha256).toBe(version.sha256)
  })

  test('a tampered one is refused, the last good one serves, and an event says so', async () => {
    await desk.turnRoundSignal()
    const { version } = await train()
    expect(version.version).toBe(3)
    const [row] = await desk.sql`select artifact_path from public.model_versions where version = 3`
    const models = desk.service.storage.from('models')
    const { data } = await models.download(row!.artifact_path)
    const sound = new Uint8Array(await data!.arrayBuffer())
    const tampered = sound.slice()
    tampered[tampered.length - 1]! ^= 1
    await models.upload(row!.artifact_path, tampered, { upsert: true })

    expect(await upload({ isLabelled: false })).toBe(2)
    const events = await desk.sql`
      select payload from public.events where kind = 'model_artifact_unusable' order by id desc limit 1`
    expect(events[0]!.payload).toMatchObject({ version: 3, servedBy: 2 })
    expect(events[0]!.payload.reason).toContain(version.sha256)
    expect(await health()).toMatchObject({ status: 'degraded', served: 2 })

    await models.upload(row!.artifact_path, sound, { upsert: true })
    expect(await upload({ isLabelled: false })).toBe(3)
    expect(await health()).toMatchObject({ status: 'ready', served: 3 })
  })

  test('one that Storage does not give back as it was sent is never published', async () => {
    await desk.turnRoundSignal()
    const served = await desk.served()
    gate.tamper(
      (method, path) => method === 'GET' && /\/models\/ulb\/run-\d+\/model\.fdm/.test(path),
      (body) => Buffer.concat([body.subarray(0, -1), Buffer.from([body.at(-1)! ^ 1])]),
    )
    const { code, out, err } = await desk.runTrainer(TRAIN, {
      SUPABASE_URL: gate.url,
      // Nobody listens there: what is told to others never stops a run.
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:1',
    })
    gate.open()
    expect(code, err).toBe(0)
    expect(err).toContain('warning: not reported')
    expect(JSON.parse(out).decision.code).toBe('artifact_damaged')
    expect((await newestRun()).state).toBe('refused')
    expect(await desk.served()).toEqual(served)
    const [object] = await desk.sql`
      select 1 from storage.objects where bucket_id = 'models' and name like ${`%/run-${(await newestRun()).id}/%`}`
    expect(object).toBeUndefined()
  })
})

test('a version has a model card that admins may read, and nobody else', async () => {
  const [version] = await desk.sql`select card_path from public.model_versions where version = 3`
  const { data } = await desk.brain.storage.from('models').download(version!.card_path)
  const card = await data!.text()
  for (const words of [
    'model version 3',
    'Gradient boosting',
    '| hold-out |',
    'Average precision',
    'Brier score',
    'Promoted',
  ]) {
    expect(card).toContain(words)
  }
  expect(card).not.toMatch(/undefined|NaN|\[object/)
  const refused = await desk.pinky.storage.from('models').download(version!.card_path)
  expect(refused.data).toBeNull()
})

describe('a challenger', () => {
  test('that may still be better is kept and scores in shadow', async () => {
    // The champion learns that frauds are low in one feature. Then they are low in another one, and in the hold-out
    // every other fraud is low in the one, the rest in the other: each model finds its half, whatever engine made it,
    // and resamples favour now this one, now that one. The gate must rule out any loss.
    const noise = (shift: number) => desk.sql`((hashint8(id + ${shift}) & 65535) / 65536.0)`
    await desk.sql`
      update public.transactions
      set features[30] = (${noise(0)} - case when is_fraud then 0.8 else 0 end)::real, features[2] = ${noise(7)}::real`
    await set({ gate_margin: 0 })
    const first = await train()
    expect(first.decision.decision).toBe('promote')
    const [learned] = await desk.sql`
      select trained_until from public.model_versions where id = ${first.version.modelVersionId}`
    const isOld = desk.sql`(occurred_at >= ${learned!.trained_until} and id / 20 % 2 = 0)`
    await desk.sql`
      update public.transactions
      set features[30] = (${noise(0)} - case when is_fraud and ${isOld} then 0.8 else 0 end)::real,
          features[2] = (${noise(7)} - case when is_fraud and not ${isOld} then 0.8 else 0 end)::real`
    const outcome = await train()
    expect(outcome).toMatchObject({ state: 'refused', version: { alias: 'challenger' } })
    expect(outcome.difference.low).toBeLessThan(-0.1)
    expect(outcome.difference.high).toBeGreaterThan(0.1)
    expect(outcome.shadowCount).toBeGreaterThan(0)
    expect((await newestRun()).state).toBe('refused')

    const { data } = await desk.brain.rpc('shadow_comparison', { dataset_slug: 'ulb' })
    const compared = data as { months: { rowCount: number; agreement: number }[] }
    expect(compared).toMatchObject({
      challenger: { version: outcome.version.version },
      champion: { version: outcome.version.version - 1 },
    })
    expect(compared.months.length).toBeGreaterThan(0)
    expect(compared.months[0]!.rowCount).toBeGreaterThan(100)
    const [served] = await desk.sql`
      select count(*)::integer as count from public.monthly_predictions where model_version_id = ${outcome.version.modelVersionId}`
    expect(served!.count).toBe(0)
  })

  test('scores what is uploaded later at the next catch-up', async () => {
    const [shadow] = await desk.sql`
      select version.id, version.trained_until from public.model_aliases as alias
      join public.model_versions as version on version.id = alias.model_version_id where alias.alias = 'challenger'`
    const missing = () =>
      desk.sql`
        select count(*)::integer as count from public.transactions as rows
        where occurred_at >= ${shadow!.trained_until} and not exists (
          select 1 from public.predictions as said
          where said.transaction_id = rows.id and said.occurred_at = rows.occurred_at and said.model_version_id = ${shadow!.id})`.then(
        ([row]) => row!.count,
      )
    await desk.sql`delete from public.predictions where model_version_id = ${shadow!.id} and transaction_id % 2 = 0`
    expect(await missing()).toBeGreaterThan(0)
    const { code, err } = await desk.runTrainer(['catch-up', '--dataset', 'ulb'])
    expect(code, err).toBe(0)
    expect(await missing()).toBe(0)
  })

  test('ends when an admin says so', async () => {
    const { error } = await desk.brain.rpc('end_shadow', { dataset_slug: 'ulb', reason: 'Seen.' })
    expect(error).toBeNull()
    const { data } = await desk.brain.rpc('shadow_comparison', { dataset_slug: 'ulb' })
    expect(data).toBeNull()
  })
})

test('old artifacts leave row and Storage together, but never the champion or the one before', async () => {
  await set({ keep_artifacts: 1 })
  const { code, err } = await desk.runTrainer(['catch-up', '--dataset', 'ulb'])
  expect(code, err).toBe(0)
  const rows = await desk.sql`
    select version.version, version.retired_at is not null as retired,
           version.artifact_removed_at is not null as removed,
           exists (select 1 from storage.objects where bucket_id = 'models' and name = version.artifact_path) as stored
    from public.model_versions as version order by version.version`
  const champion = (await desk.served())!.version
  const kept = rows.filter((row) => !row.retired).map((row) => row.version)
  expect(kept).toContain(champion)
  expect(kept).toContain(champion - 1)
  expect(rows.filter((row) => row.retired).map((row) => row.version)).toEqual([1, 2])
  for (const row of rows) {
    expect(row.removed).toBe(row.retired)
    expect(row.stored).toBe(!row.retired)
  }
})

test('uploaded files go after their days, and the rows stay', async () => {
  await desk.sql`update public.uploads set committed_at = now() - interval '100 days'`
  const [before] = await desk.sql`select count(*)::integer as count from public.transactions`
  const { code } = await desk.runTrainer(['catch-up', '--dataset', 'ulb'])
  expect(code).toBe(0)
  const left = await desk.sql`select name from storage.objects where bucket_id = 'uploads'`
  expect(left).toEqual([])
  const [after] = await desk.sql`
    select count(*)::integer as count, (select bool_and(files_removed_at is not null) from public.uploads) as noted
    from public.transactions`
  expect(after).toEqual({ count: before!.count, noted: true })
})

describe('a request for training', () => {
  const waiting = () =>
    desk.sql`select trigger, reason, requested_by is not null as is_personal from public.training_runs where state = 'requested'`

  test('comes by itself when enough new labels are committed', async () => {
    await set({ retrain_after_labels: 1_000 })
    await upload({ isLabelled: true })
    expect(await waiting()).toEqual([])
    await set({ retrain_after_labels: 100 })
    await upload({ isLabelled: true })
    expect(await waiting()).toMatchObject([
      { trigger: 'new-data', reason: expect.stringMatching(/new labelled rows/) },
    ])
  })

  test('comes from admins and from programs with the secret key, and is not doubled', async () => {
    const [{ id }] = (await desk.sql`
      select id::integer from public.training_runs where state = 'requested'`) as unknown as [
      { id: number },
    ]
    const ask = (client: typeof desk.brain) => requestRetraining(async () => client, 'ulb', 'Now.')
    expect(await ask(desk.brain)).toEqual({ runId: id, dispatch: 'not_configured' })
    await expect(ask(desk.pinky)).rejects.toThrow(/Only admins/)
    const call = (headers: Record<string, string>) =>
      fetch(`${desk.stack.apiUrl}/functions/v1/request-retraining`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ dataset: 'ulb', reason: 'A program.' }),
      })
    expect((await call({ apikey: desk.stack.secretKey })).status).toBe(200)
    expect((await call({ apikey: desk.stack.publishableKey })).status).toBe(401)
    expect((await waiting()).length).toBe(1)
  })

  test('is taken when something is due, and then nothing is', async () => {
    expect((await train('--when-due')).runId).toBeGreaterThan(0)
    const { code, out, err } = await desk.runTrainer([...TRAIN, '--when-due'])
    expect(code).toBe(0)
    expect(out).toBe('')
    expect(err).toContain('nothing to do')
  })
})
