import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql, TransactionSql } from 'postgres'
import { inTransaction } from '../core/in-transaction.ts'
import type { MeasuredCandidate } from './measure-candidate.ts'
import type { Trigger } from './triggers.ts'

/** The dataset of a run, as the database has it. */
export interface TrainedDataset {
  id: number
  slug: string
  title: string
  currency: string
  profile: string
  featureNames: string[]
  settings: unknown
}

/** A version under an alias: the champion serves, the challenger scores beside it. */
export interface AliasedVersion {
  modelVersionId: number
  version: number
  artifactPath: string
  artifactSha256: string
  threshold: number
  /** Milliseconds since the epoch: it only scores later rows. */
  trainedUntil: number
}

const worker = `${hostname()}:${process.pid}`

/** Between two looks at a run that others do. */
const WAIT_MS = 500

/** Finds a dataset by its slug. Throws RangeError with those that exist. */
export async function getDataset(sql: Sql, slug: string): Promise<TrainedDataset> {
  const datasets = await sql<TrainedDataset[]>`
    select id, slug, title, currency, profile, feature_names as "featureNames", settings from public.datasets order by id`
  const dataset = datasets.find((row) => row.slug === slug)
  if (dataset) return dataset
  const known = datasets.map((row) => row.slug).join(', ')
  throw new RangeError(`Cannot train "${slug}": there is no such dataset. Choose from ${known}.`)
}

/**
 * Takes the waiting request of a dataset, or makes one, and returns the run's id.
 * A run whose process died on this host is given up at once; one of another host after two minutes without a heartbeat.
 * Throws when another run of the dataset is alive.
 */
export async function claimRun(
  sql: Sql,
  dataset: TrainedDataset,
  request: { trigger: Trigger; reason: string | null; gitSha: string | null },
): Promise<number> {
  await failDeadRun(sql, dataset)
  await sql`select private.request_training_run(${dataset.slug}, ${request.trigger}, ${request.reason})`
  const [claimed] = await sql<{ id: string | null }[]>`
    select private.claim_training_run(${dataset.slug}, ${worker}, ${request.gitSha}) as id`
  if (claimed!.id !== null) return Number(claimed!.id)
  const [busy] = await findRunning(sql, dataset.id)
  throw new Error(
    busy
      ? `Cannot train ${dataset.slug} now: run ${busy.id} is at it (${busy.worker}, last sign of life ${busy.seconds} s ago). The request waits; train again when that run has ended.`
      : `Cannot train ${dataset.slug} now: another process took the request. Train again.`,
  )
}

/**
 * Waits until no run of a dataset is alive. Returns the last run that was waited for when it began with all the labels
 * that are there now, so that another one would learn nothing new; null otherwise.
 */
export async function waitForOthers(
  sql: Sql,
  dataset: TrainedDataset,
  onWait: (runId: number) => void,
): Promise<number | null> {
  let awaited: number | null = null
  for (;;) {
    await failDeadRun(sql, dataset)
    await sql`select private.give_up_dead_runs(${dataset.id}::smallint)`
    const [running] = await findRunning(sql, dataset.id)
    if (!running) break
    if (awaited !== Number(running.id)) onWait(Number(running.id))
    awaited = Number(running.id)
    await sleep(WAIT_MS)
  }
  if (awaited === null) return null
  const [row] = await sql<{ knewAll: boolean }[]>`
    select state in ('succeeded', 'refused') and private.count_new_labels(dataset_id) = 0 as "knewAll"
    from public.training_runs where id = ${awaited}`
  return row?.knewAll ? awaited : null
}

/**
 * Asks for a run where new labels, a failed run or the calendar make one due. Returns whether any request waits.
 */
export async function requestDueRun(sql: Sql, dataset: TrainedDataset): Promise<boolean> {
  await failDeadRun(sql, dataset)
  await sql`select private.give_up_dead_runs(${dataset.id}::smallint)`
  await sql`select private.request_due_training(${dataset.id}::smallint, true)`
  const [waiting] = await sql`
    select 1 from public.training_runs where dataset_id = ${dataset.id} and state = 'requested' limit 1`
  return waiting !== undefined
}

async function failDeadRun(sql: Sql, dataset: TrainedDataset): Promise<void> {
  const [running] = await findRunning(sql, dataset.id)
  if (!running?.worker) return
  const [host, pid] = running.worker.split(':')
  if (host !== hostname() || isAlive(Number(pid))) return
  await sql`select private.give_up_training_run(
    ${running.id}, ${`The process that trained (${running.worker}) died.`})`
}

function findRunning(sql: Sql, datasetId: number) {
  return sql<{ id: string; worker: string | null; seconds: number }[]>`
    select id, worker, extract(epoch from now() - heartbeat_at)::integer as seconds
    from public.training_runs
    where dataset_id = ${datasetId} and state = 'running'`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Seconds between two signs of life. */
const HEARTBEAT_SECONDS = 10

/** Shows every ten seconds that a run lives; `check` throws once somebody else has ended it. */
export function keepAlive(sql: Sql, runId: number): { check(): void; stop(): void } {
  let isEnded = false
  const timer = setInterval(() => {
    sql<{ alive: boolean }[]>`select private.renew_training_run(${runId}) as alive`
      .then(([row]) => {
        isEnded ||= row?.alive === false
      })
      // A missed heartbeat is no harm: the next one, or the next step's own statement, tells.
      .catch(() => {})
  }, HEARTBEAT_SECONDS * 1000)
  timer.unref()
  return {
    check() {
      if (isEnded) throw new Error(`Run ${runId} was ended by somebody else while it trained.`)
    },
    stop: () => clearInterval(timer),
  }
}

/** What a run learned from, recorded as soon as it is known. */
export async function recordData(
  sql: Sql,
  runId: number,
  data: {
    from: number
    to: number
    rowCount: number
    fraudCount: number
    hash: string
    split: unknown
  },
): Promise<void> {
  await sql`
    update public.training_runs
    set data_from = ${new Date(data.from)}, data_to = ${new Date(data.to)}, row_count = ${data.rowCount},
        fraud_count = ${data.fraudCount}, data_hash = ${data.hash}, split = ${sql.json(data.split as never)}
    where id = ${runId}`
}

/** Every candidate with its measures on validation. */
export async function recordCandidates(
  sql: Sql,
  runId: number,
  candidates: readonly MeasuredCandidate[],
  chosen: MeasuredCandidate,
): Promise<void> {
  const backends = [...new Set(candidates.map((candidate) => candidate.fitted.backend))].sort()
  await inTransaction(sql, async (transaction) => {
    await transaction`update public.training_runs set backend = ${backends.join(', ')} where id = ${runId}`
    for (const candidate of candidates) {
      await transaction`
        insert into public.candidates
          (run_id, family, hyperparameters, metrics, learning_curve, backend, duration_ms, is_selected)
        values (
          ${runId}, ${candidate.family}, ${json(transaction, candidate.hyperparameters)},
          ${json(transaction, { ...candidate.metrics, threshold: candidate.threshold })},
          ${json(transaction, candidate.fitted.learningCurve)}, ${candidate.fitted.backend},
          ${candidate.durationMs}, ${candidate === chosen})`
    }
  })
}

/** The champion or the challenger of a dataset; null where there is none. */
export async function getAliased(
  sql: Sql,
  datasetId: number,
  alias: 'champion' | 'challenger',
): Promise<AliasedVersion | null> {
  const [row] = await sql<VersionRow[]>`
    select ${versionColumns(sql)}
    from public.model_aliases as alias
    join public.model_versions as version on version.id = alias.model_version_id
    where alias.dataset_id = ${datasetId} and alias.alias = ${alias}`
  return row ? readVersion(row) : null
}

/** Versions older than a champion that have served and may serve again, the newest first. */
export async function listServedBefore(
  sql: Sql,
  datasetId: number,
  championVersion: number,
): Promise<AliasedVersion[]> {
  const rows = await sql<VersionRow[]>`
    select ${versionColumns(sql)}
    from public.model_versions as version
    where dataset_id = ${datasetId} and version < ${championVersion}
      and promoted_at is not null and retired_at is null
    order by version desc`
  return rows.map(readVersion)
}

type VersionRow = Omit<AliasedVersion, 'trainedUntil'> & { trainedUntil: Date }

const versionColumns = (sql: Sql) => sql`
  version.id::float8 as "modelVersionId", version.version, version.artifact_path as "artifactPath",
  version.artifact_sha256 as "artifactSha256", version.threshold, version.trained_until as "trainedUntil"`

function readVersion(row: VersionRow): AliasedVersion {
  return {
    ...row,
    threshold: Math.fround(row.threshold),
    trainedUntil: row.trainedUntil.getTime(),
  }
}

/** Notes that the challenger scores now: uploads committed after this wait for its next time. */
export async function noteShadowScoring(sql: Sql, datasetId: number): Promise<void> {
  await sql`
    update public.model_aliases set scored_at = now()
    where dataset_id = ${datasetId} and alias = 'challenger'`
}

/** What publishing a version needs to know. */
export interface NewVersion {
  comparedWith: number | null
  family: string
  artifactPath: string
  artifactSha256: string
  artifactBytes: number
  threshold: number
  trainedUntil: number
  metrics: unknown
  hyperparameters: unknown
  curves: unknown
  featureImportance: unknown
  decision: unknown
  /** challenger: the gate refused it, but it scores beside the champion. */
  alias: 'champion' | 'challenger'
}

/** Version row, alias, end of the run and events in one transaction. */
export async function publishVersion(
  sql: Sql,
  runId: number,
  version: NewVersion,
): Promise<{ modelVersionId: number; version: number }> {
  const [row] = await sql<{ model_version_id: string; version: number }[]>`
    select * from private.publish_model_version(
      run_id => ${runId}, compared_with => ${version.comparedWith}, family => ${version.family},
      artifact_path => ${version.artifactPath}, artifact_sha256 => ${version.artifactSha256},
      artifact_bytes => ${version.artifactBytes}, threshold => ${version.threshold},
      trained_until => ${new Date(version.trainedUntil)}, metrics => ${json(sql, version.metrics)},
      hyperparameters => ${json(sql, version.hyperparameters)}, curves => ${json(sql, version.curves)},
      feature_importance => ${json(sql, version.featureImportance)},
      decision => ${json(sql, version.decision)}, alias => ${version.alias})`
  return { modelVersionId: Number(row!.model_version_id), version: row!.version }
}

/** Ends a run whose challenger was refused. */
export async function refuseRun(sql: Sql, runId: number, decision: unknown): Promise<void> {
  await sql`select private.refuse_training_run(${runId}, ${json(sql, decision)})`
}

/** Ends a run that broke; nothing happens when it had ended already. */
export async function failRun(sql: Sql, runId: number, error: string): Promise<void> {
  await sql`select private.fail_training_run(${runId}, ${error})`
}

/** Writes a line to the log of events. */
export async function recordEvent(
  sql: Sql,
  datasetId: number,
  kind: string,
  payload: unknown,
): Promise<void> {
  await sql`
    insert into public.events (kind, dataset_id, payload) values (${kind}, ${datasetId}, ${json(sql, payload)})`
}

/** jsonb parameters: the driver's type admits only its own JSON values, ours are plain data. */
function json(sql: Sql | TransactionSql, value: unknown) {
  return sql.json(value as never)
}
