import { z } from 'zod'
import {
  type DispatchResult,
  type DispatchStore,
  type DispatchTarget,
  dispatchWaitingRuns,
} from '../_shared/dispatch-training.ts'
import { type Log, type Outcome, refuse } from '../_shared/http.ts'
import { readJson } from '../_shared/read-json.ts'
import type { RequestStore } from './store.ts'

const bodySchema = z.strictObject({
  dataset: z.string().min(1).max(40),
  reason: z.string().trim().min(1).max(500),
})

/** What the handler works with; tests pass their own. */
export interface RequestContext {
  store: RequestStore
  dispatches: DispatchStore
  /** Null where no workflow is to be told. */
  target: DispatchTarget | null
  log: Log
}

/** A recorded request. */
export interface RequestReport {
  runId: number
  /** Whether the workflow was told. The request waits in the database in any case. */
  dispatch: DispatchResult
}

/**
 * Asks for a training run: POST {dataset, reason}, as an admin or with the project's secret key. A request that waits
 * already is returned instead of a second one.
 */
export async function handleRequest(
  request: Request,
  { store, dispatches, target, log }: RequestContext,
): Promise<Outcome<RequestReport>> {
  const bearer = request.headers.get('authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1]
  const keys = [request.headers.get('apikey'), bearer]
  const isService = keys.some((key) => key && store.isServiceKey(key))
  if (!isService && bearer === undefined) {
    return refuse('not_signed_in', 'You are not signed in. Sign in as an admin and try again.')
  }
  const body = bodySchema.safeParse(await readJson(request))
  if (!body.success) {
    return refuse(
      'invalid_request',
      'Send {"dataset": its slug, "reason": 1 to 500 characters for the log}.',
    )
  }
  const requested = await store.requestRun(
    isService ? { kind: 'service' } : { kind: 'person', token: bearer! },
    body.data.dataset,
    body.data.reason,
  )
  if (requested.error !== null) return requested
  // The request is recorded: whatever happens to the message about it, the answer is a success.
  const dispatch = await dispatchWaitingRuns(dispatches, target, log).catch((error: unknown) => {
    log('error', 'dispatch broke', { error: String(error) })
    return 'failed' as const
  })
  return { data: { runId: requested.data, dispatch }, error: null }
}
