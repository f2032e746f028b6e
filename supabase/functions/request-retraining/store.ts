import { createClient } from '@supabase/supabase-js'
import { isServiceKey, publishableKey } from '../_shared/auth.ts'
import { connectDatabase, requireEnv } from '../_shared/database.ts'
import { type Outcome, refuse, UnavailableError } from '../_shared/http.ts'

/** Who asks: a program with the project's secret key, or a person by token. */
export type Requester = { kind: 'service' } | { kind: 'person'; token: string }

/** Records requests. */
export interface RequestStore {
  isServiceKey(key: string): boolean
  /** Returns the id of the run that waits. Throws UnavailableError when the database does not answer. */
  requestRun(requester: Requester, dataset: string, reason: string): Promise<Outcome<number>>
}

/** The store of the running service. */
export function openStore(): RequestStore {
  return {
    isServiceKey,

    async requestRun(requester, dataset, reason) {
      return requester.kind === 'service'
        ? await requestAsService(dataset, reason)
        : await requestAsPerson(requester.token, dataset, reason)
    },
  }
}

async function requestAsService(dataset: string, reason: string): Promise<Outcome<number>> {
  try {
    const [row] = await connectDatabase()<{ id: number }[]>`
      select private.request_training_run(${dataset}, 'dispatch', ${reason})::integer as id`
    return { data: row!.id, error: null }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'PT404') {
      return refuse('dataset_not_found', error.message)
    }
    throw error
  }
}

/** As the person, so that the database alone decides who may. */
async function requestAsPerson(
  token: string,
  dataset_slug: string,
  reason: string,
): Promise<Outcome<number>> {
  const client = createClient(requireEnv('SUPABASE_URL'), publishableKey(), {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { headers: { authorization: `Bearer ${token}` } },
  })
  const { data, error, status } = await client.rpc('request_retraining', { dataset_slug, reason })
  if (error === null) return { data: Number(data), error: null }
  switch (status) {
    case 401:
      return refuse('not_signed_in', 'Your session is not valid any more. Sign in again.')
    case 403:
      return refuse('not_allowed', 'Only admins ask for training.')
    case 404:
      return refuse('dataset_not_found', error.message)
    case 422:
      return refuse('invalid_request', error.message)
    default:
      throw new UnavailableError(`The database did not take the request: ${error.message}`)
  }
}
