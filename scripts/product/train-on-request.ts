import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { knownTypes } from '../../core/postgres-types.ts'
import { runNode } from '../run-child.ts'
import type { Environment } from './environment.ts'

const TRAINER = join(import.meta.dirname, '../../trainer/main.ts')
const LOOK_EVERY_MS = 2_000
/** After a failure, so that a request which cannot be served is not tried without a pause. */
const REST_MS = 60_000

/**
 * Trains whenever a run is requested, by an admin in the app or by new labels, until the signal aborts. On a hosted
 * project a workflow does the same. Runs that died are given up and asked for again, and the
 * challenger scores what was uploaded since.
 */
export async function trainOnRequest(
  environment: Environment,
  { print, signal }: { print: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const sql = postgres(environment.SUPABASE_DB_URL, { ...knownTypes, max: 1, onnotice: () => {} })
  const env = { ...process.env, ...environment }
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {})
  while (!signal.aborted) {
    const request = await findRequest(sql).catch(() => undefined)
    if (!request) {
      const behind = await findBehind(sql).catch(() => undefined)
      if (behind) await runNode([TRAINER, 'catch-up', '--dataset', behind], { env, signal })
      await pause(LOOK_EVERY_MS)
      continue
    }
    print(`Training ${request.slug}: ${request.reason} …`)
    const { code, output } = await runNode([TRAINER, '--dataset', request.slug, '--when-due'], {
      env,
      signal,
    })
    if (signal.aborted) break
    const heading = /^## (.*)$/m.exec(output)?.[1]
    if (code !== 0) print(output.trim().split('\n').at(-1) ?? '')
    else if (heading) print(`Trained ${heading}.`)
    if (code !== 0) await pause(REST_MS)
  }
  await sql.end({ timeout: 1 })
}

/** The oldest request of a dataset that nobody trains. */
async function findRequest(sql: Sql): Promise<{ slug: string; reason: string } | undefined> {
  await sql`select private.give_up_dead_runs()`
  const [request] = await sql<{ slug: string; reason: string }[]>`
    select datasets.slug, coalesce(run.reason, 'a run was requested') as reason
    from public.training_runs as run
    join public.datasets on datasets.id = run.dataset_id
    where run.state = 'requested'
      and not exists (
        select 1 from public.training_runs as other
        where other.dataset_id = run.dataset_id and other.state = 'running'
      )
    order by run.id
    limit 1`
  return request
}

/** A dataset whose challenger has not scored the newest upload, or whose retired versions still have an artifact. */
async function findBehind(sql: Sql): Promise<string | undefined> {
  const [row] = await sql<{ slug: string }[]>`
    select datasets.slug from public.datasets
    where exists (
        select 1 from public.model_aliases as shadow
        where shadow.dataset_id = datasets.id and shadow.alias = 'challenger'
          and (
            shadow.scored_at is null
            or exists (
              select 1 from public.uploads
              where uploads.dataset_id = datasets.id and uploads.committed_at > shadow.scored_at
            )
          )
      )
      or exists (
        select 1 from public.model_versions as version
        where version.dataset_id = datasets.id
          and version.retired_at is not null and version.artifact_removed_at is null
      )
    order by datasets.id
    limit 1`
  return row?.slug
}
