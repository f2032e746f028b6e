import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { ulb } from '../../core/datasets/ulb.ts'
import { openTestStack, type TestStack } from '../ingest/test-stack.ts'

/** A trainer that runs, and what it has said so far. */
export type Trainer = ChildProcessWithoutNullStreams & {
  output: () => { out: string; err: string }
  ended: Promise<number | null>
}

/** What is served, as the health check says it, and what Storage holds for it. */
export interface Served {
  version: number
  sha256: string
  storedSha256: string
}

/** A Supabase with labelled rows in the dataset `ulb`, and trainers against it. */
export interface TrainingStack extends TestStack {
  /** Starts the trainer's command; `env` replaces what it would be given. */
  startTrainer(args: readonly string[], env?: Record<string, string>): Trainer
  /** Runs it to its end. */
  runTrainer(
    args: readonly string[],
    env?: Record<string, string>,
  ): Promise<{ code: number | null; out: string; err: string }>
  served(): Promise<Served | null>
  /** Turns the feature that tells frauds apart upside down: a model that learned from it is now worse than guessing. */
  turnRoundSignal(): Promise<void>
}

/** Months of rows, rows of each, and one fraud in so many. */
const DATA = { months: 12, rowsPerMonth: 200, fraudEvery: 20 } as const

const MAIN = path.join(import.meta.dirname, '../../trainer/main.ts')

/**
 * Starts a stack of its own. A year of rows in which the last feature tells frauds apart; every value is a hash of the
 * row's number, so that every database holds the same.
 */
export async function openTrainingStack(): Promise<TrainingStack> {
  const test = await openTestStack()
  const { sql, stack, service } = test
  await insertRows(test)
  const startTrainer: TrainingStack['startTrainer'] = (args, env = {}) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: {
        ...process.env,
        GITHUB_STEP_SUMMARY: '',
        MLFLOW_TRACKING_URI: '',
        SUPABASE_DB_URL: stack.databaseUrl,
        SUPABASE_URL: stack.apiUrl,
        SUPABASE_SECRET_KEY: stack.secretKey,
        ...env,
      },
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (err += chunk))
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    return Object.assign(child, { output: () => ({ out, err }), ended })
  }
  return {
    ...test,
    startTrainer,
    async runTrainer(args, env) {
      const trainer = startTrainer(args, env)
      return { code: await trainer.ended, ...trainer.output() }
    },
    async served() {
      const { data } = await service.rpc('service_health')
      const { datasets } = data as {
        datasets: { slug: string; champion: { version: number; sha256: string } | null }[]
      }
      const champion = datasets.find(({ slug }) => slug === 'ulb')?.champion
      if (!champion) return null
      const [row] = await sql`
        select artifact_path from public.model_versions
        where dataset_id = (select id from public.datasets where slug = 'ulb') and version = ${champion.version}`
      const file = await service.storage.from('models').download(row!.artifact_path)
      const bytes = file.data ? new Uint8Array(await file.data.arrayBuffer()) : new Uint8Array()
      const storedSha256 = createHash('sha256').update(bytes).digest('hex')
      return { version: champion.version, sha256: champion.sha256, storedSha256 }
    },
    async turnRoundSignal() {
      await sql`
        update public.transactions
        set features[${ulb.features.length}] = 1.8 - features[${ulb.features.length}]
        where dataset_id = (select id from public.datasets where slug = 'ulb')`
    },
  }
}

async function insertRows({ sql }: TestStack): Promise<void> {
  const names = ulb.features.map((feature) => feature.name)
  const months = sql`array(
    select generate_series('2018-01-01'::date, '2018-12-01'::date, interval '1 month')::date)`
  await sql`update public.datasets set feature_names = ${names} where slug = 'ulb'`
  await sql`select private.ensure_month_partitions(${months})`
  await sql`
    insert into public.transactions
      (dataset_id, occurred_at, fingerprint, amount, features, is_fraud, label_source, labelled_at)
    select (select id from public.datasets where slug = 'ulb'),
           '2018-01-01 UTC'::timestamptz + make_interval(months => n / ${DATA.rowsPerMonth}, mins => 180 * (n % ${DATA.rowsPerMonth})),
           md5(n::text)::uuid,
           1 + n % 300,
           (select array_agg(
              ((hashint8(n::bigint * 100 + k) & 65535) / 65536.0
               + case when n % ${DATA.fraudEvery} = 7 and k = ${names.length} then 0.8 else 0 end)::real order by k)
            from generate_series(1, ${names.length}) as k),
           n % ${DATA.fraudEvery} = 7, 'file', now()
    from generate_series(0, ${DATA.months * DATA.rowsPerMonth - 1}) as n`
  await sql`
    select private.refresh_months((select id from public.datasets where slug = 'ulb'), ${months})`
}

/** Looks until something is true. Throws after a minute, naming it. */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 2_400; i++) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`Waited a minute for ${what}.`)
}
