import { inTransaction } from '../../../core/in-transaction.ts'
import type { Database } from './database.ts'
import type { Log } from './http.ts'

/** The repository whose workflow trains, and the token that may start it. */
export interface DispatchTarget {
  /** As owner/name. */
  repository: string
  token: string
  apiUrl: string
  /** After this a request counts as failed. */
  timeoutMs: number
}

/** What became of telling the workflow. Waiting requests are kept in the database whatever this says. */
export type DispatchResult = 'sent' | 'failed' | 'nothing_waits' | 'not_configured'

/** Reads GITHUB_DISPATCH_TOKEN and GITHUB_DISPATCH_REPOSITORY; null where no workflow is to be told. */
export function readDispatchTarget(
  env: (name: string) => string | undefined,
): DispatchTarget | null {
  const token = env('GITHUB_DISPATCH_TOKEN')
  const repository = env('GITHUB_DISPATCH_REPOSITORY')
  if (!token || !repository) return null
  const apiUrl = env('GITHUB_API_URL') || 'https://api.github.com'
  return { repository, token, apiUrl, timeoutMs: 5_000 }
}

/** A request that the workflow has not been told of. */
export interface WaitingRun {
  runId: number
  dataset: string
  reason: string | null
}

/** Keeps track of which requests were told. */
export interface DispatchStore {
  /** Takes the waiting requests, so that nobody else tells of them meanwhile. */
  takeWaiting(): Promise<WaitingRun[]>
  /** Writes what became of one down; with an error it waits to be told again. */
  recordDispatch(run: WaitingRun, repository: string, error: string | null): Promise<void>
}

/**
 * Tells the workflow of every waiting request, by `repository_dispatch` of type `new-data`. A failure is an event and
 * loses nothing: the next call tells again, and the schedule of the workflow finds the request in any case.
 */
export async function dispatchWaitingRuns(
  store: DispatchStore,
  target: DispatchTarget | null,
  log: Log,
): Promise<DispatchResult> {
  if (target === null) return 'not_configured'
  let result: DispatchResult = 'nothing_waits'
  for (const run of await store.takeWaiting()) {
    const error = await send(run, target)
    await store.recordDispatch(run, target.repository, error)
    log(error === null ? 'info' : 'error', 'training dispatched', { ...run, error })
    if (result !== 'failed') result = error === null ? 'sent' : 'failed'
  }
  return result
}

/** Returns null when GitHub took it, else why not. */
async function send(
  { runId, dataset, reason }: WaitingRun,
  { repository, token, apiUrl, timeoutMs }: DispatchTarget,
): Promise<string | null> {
  try {
    const response = await fetch(`${apiUrl}/repos/${repository}/dispatches`, {
      method: 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'fraud-desk',
        'x-github-api-version': '2022-11-28',
      },
      body: JSON.stringify({ event_type: 'new-data', client_payload: { dataset, runId, reason } }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    return response.ok ? null : `GitHub answered ${response.status}.`
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return `GitHub did not answer within ${timeoutMs / 1000} s.`
    }
    return `GitHub could not be reached: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The store of the running service. */
export function openDispatchStore(sql: Database): DispatchStore {
  return {
    async takeWaiting() {
      return await sql<WaitingRun[]>`
        update public.training_runs as run
        set dispatched_at = now()
        from public.datasets as dataset
        where dataset.id = run.dataset_id
          and run.id in (
            select waiting.id from public.training_runs as waiting
            where waiting.state = 'requested' and waiting.dispatched_at is null
            for update skip locked
          )
        returning run.id::integer as "runId", dataset.slug as dataset, run.reason`
    },

    async recordDispatch({ runId, dataset }, repository, error) {
      await inTransaction(sql, async (transaction) => {
        if (error !== null) {
          await transaction`
            update public.training_runs set dispatched_at = null where id = ${runId} and state = 'requested'`
        }
        await transaction`
          insert into public.events (kind, dataset_id, payload)
          select ${error === null ? 'training_dispatched' : 'training_dispatch_failed'}, id,
                 jsonb_strip_nulls(jsonb_build_object(
                   'run_id', ${runId}::bigint, 'repository', ${repository}::text, 'error', ${error}::text))
          from public.datasets where slug = ${dataset}`
      })
    },
  }
}
