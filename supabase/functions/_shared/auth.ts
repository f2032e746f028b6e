import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { requireEnv } from './database.ts'
import { type Outcome, refuse, UnavailableError } from './http.ts'

let publicClient: SupabaseClient | undefined
let serviceClient: SupabaseClient | undefined

/** The person behind a request, as the Auth server confirms them. */
export interface Caller {
  userId: string
}

/** Asks the Auth server whose token a request carries. Throws UnavailableError when it cannot be asked. */
export async function authenticate(request: Request): Promise<Outcome<Caller>> {
  const token = request.headers.get('authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1]
  if (token === undefined)
    return refuse('not_signed_in', 'You are not signed in. Sign in and try again.')
  publicClient ??= connect(readKey('SUPABASE_PUBLISHABLE_KEYS', 'SUPABASE_ANON_KEY'))
  const { data, error } = await publicClient.auth.getUser(token)
  if (error !== null && (error.status === undefined || error.status === 0 || error.status >= 500)) {
    throw new UnavailableError(`Auth did not answer: ${error.message}`, { cause: error })
  }
  if (error !== null || data.user === null) {
    return refuse('not_signed_in', 'Your session is not valid any more. Sign in again.')
  }
  return { data: { userId: data.user.id }, error: null }
}

/** The client that may read and write all of Storage. Never use it before the caller is authorised. */
export function connectService(): SupabaseClient {
  serviceClient ??= connect(readKey('SUPABASE_SECRET_KEYS', 'SUPABASE_SERVICE_ROLE_KEY'))
  return serviceClient
}

function connect(key: string): SupabaseClient {
  return createClient(requireEnv('SUPABASE_URL'), key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  })
}

/** New projects list their keys as JSON by name; older ones have a single legacy key. */
function readKey(listName: string, legacyName: string): string {
  const list = Deno.env.get(listName)
  if (list === undefined || list === '') return requireEnv(legacyName)
  const keys = JSON.parse(list) as Record<string, string>
  const key = keys.default ?? Object.values(keys)[0]
  if (key === undefined) throw new Error(`The function's setting ${listName} names no key.`)
  return key
}
