import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { TrainedDataset } from './trained-dataset.ts'
import type { Trigger } from './triggers.ts'

const worker = `${hostname()}:${process.pid}`

/** Between two looks at a run that others do. */
const WAIT_MS = 500

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

/** Keeps a run claimed while it lives. */
export interface Heartbeat {
  /** Asks whether the run is still this process's; throws once somebody else has ended it. */
  check(): Promise<void>
  stop(): void
}

/** Shows every ten seconds that a run lives. */
export function keepAlive(sql: Sql, runId: number): Heartbeat {
  const renew = async () => {
    const [row] = await sql<{ alive: boolean }[]>`
      select private.renew_training_run(${runId}) as alive`
    return row?.alive === true
  }
  // A missed heartbeat is no harm: the next one, or the next check, tells.
  const timer = setInterval(() => void renew().catch(() => {}), HEARTBEAT_SECONDS * 1000)
  timer.unref()
  return {
    async check() {
      if (await renew()) return
      throw new Error(`Run ${runId} was ended by somebody else while it trained.`)
    },
    stop: () => clearInterval(timer),
  }
}
