import { createHash } from 'node:crypto'
import { ulb } from '../../core/datasets/ulb.ts'
import { addMonths, type Month } from '../../core/month.ts'
import { openTestStack, type TestStack } from '../ingest/test-stack.ts'
import { runTrainer, startTrainer, type Trainer, type TrainerEnd } from './start-trainer.ts'

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
  runTrainer(args: readonly string[], env?: Record<string, string>): Promise<TrainerEnd>
  served(): Promise<Served | null>
  /** Turns the feature that tells frauds apart upside down: a model that learned from it is now worse than guessing. */
  turnRoundSignal(): Promise<void>
}

/** The rows of a training stack. */
export interface StackRows {
  /** The first one, as 2018-01. */
  firstMonth: Month
  months: number
  /** Months behind those, whose labels are still out. */
  unlabelledMonths: number
  rowsPerMonth: number
  /** One fraud in so many rows. */
  fraudEvery: number
  /** How far the last feature of a fraud lies above that of others, whose values lie between 0 and 1. */
  signal: number
}

const A_YEAR: StackRows = {
  firstMonth: '2018-01',
  months: 12,
  unlabelledMonths: 0,
  rowsPerMonth: 200,
  fraudEvery: 20,
  signal: 0.8,
}

/**
 * Starts a stack of its own, with a year of rows unless told otherwise, in which the last feature tells frauds apart.
 * Every value is a hash of the row's number, so that every database holds the same.
 */
export async function openTrainingStack(rows: Partial<StackRows> = {}): Promise<TrainingStack> {
  const test = await openTestStack()
  const { sql, stack, service } = test
  await insertRows(test, { ...A_YEAR, ...rows })
  return {
    ...test,
    startTrainer: (args, env) => startTrainer(stack, args, env),
    runTrainer: (args, env) => runTrainer(stack, args, env),
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

async function insertRows({ sql }: TestStack, rows: StackRows): Promise<void> {
  const names = ulb.features.map((feature) => feature.name)
  const count = rows.months + rows.unlabelledMonths
  const months = Array.from({ length: count }, (_, at) => `${addMonths(rows.firstMonth, at)}-01`)
  const minutesApart = Math.floor((28 * 24 * 60) / rows.rowsPerMonth)
  await sql`update public.datasets set feature_names = ${names} where slug = 'ulb'`
  await sql`select private.ensure_month_partitions(${months}::date[])`
  await sql`
    insert into public.transactions
      (dataset_id, occurred_at, fingerprint, amount, features, is_fraud, label_source, labelled_at)
    select (select id from public.datasets where slug = 'ulb'),
           ${`${months[0]} UTC`}::timestamptz
             + make_interval(months => n / ${rows.rowsPerMonth}, mins => ${minutesApart} * (n % ${rows.rowsPerMonth})),
           md5(n::text)::uuid,
           1 + n % 300,
           (select array_agg(
              ((hashint8(n::bigint * 100 + k) & 65535) / 65536.0
               + case when n % ${rows.fraudEvery} = 7 and k = ${names.length} then ${rows.signal}::float8 else 0 end)::real order by k)
            from generate_series(1, ${names.length}) as k),
           case when n < ${rows.months * rows.rowsPerMonth} then n % ${rows.fraudEvery} = 7 end,
           case when n < ${rows.months * rows.rowsPerMonth} then 'file'::public.label_source end,
           case when n < ${rows.months * rows.rowsPerMonth} then now() end
    from generate_series(0, ${count * rows.rowsPerMonth - 1}) as n`
  await sql`
    select private.refresh_months((select id from public.datasets where slug = 'ulb'), ${months}::date[])`
}

/** Looks until something is true. Throws after a minute, naming it. */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 2_400; i++) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`Waited a minute for ${what}.`)
}
