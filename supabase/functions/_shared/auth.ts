import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { nameCaller } from './caller-name.ts'
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
  publicClient ??= connect(publishableKey())
  const { data, error } = await publicClient.auth.getUser(token)
  if (error !== null && (error.status === undefined || error.status === 0 || error.status >= 500)) {
    throw new UnavailableError(`Auth did not answer: ${error.message}`, { cause: error })
  }
  if (error !== null || data.user === null) {
    return refuse('not_signed_in', 'Your session is not valid any more. Sign in again.')
  }
  nameCaller(request, data.user.id)
  return { data: { userId: data.user.id }, error: null }
}

/** The client that may read and write all of Storage. Never use it before the caller is authorised. */
export function connectService(): SupabaseClient {
  serviceClient ??= connect(readKey('SUPABASE_SECRET_KEYS', 'SUPABASE_SERVICE_ROLE_KEY'))
  return serviceClient
}

/** The key that everybody may know, for clients that act as the caller. */
export function publishableKey(): string {
  return readKey('SUPABASE_PUBLISHABLE_KEYS', 'SUPABASE_ANON_KEY')
}

/** True for a secret key of this project. Takes equally long whatever is wrong with it. */
export function isServiceKey(key: string): boolean {
  const given = new TextEncoder().encode(key)
  return ['SUPABASE_SECRET_KEYS', 'SUPABASE_SERVICE_ROLE_KEY'].some((name) => {
    const value = Deno.env.get(name)
    if (value === undefined || value === '') return false
    const known = name.endsWith('KEYS')
      ? Object.values(JSON.parse(value) as Record<string, string>)
      : [value]
    return known.some((secret) => equalBytes(given, new TextEncoder().encode(secret)))
  })
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < b.length; i++) difference |= (a[i] ?? 0) ^ b[i]!
  return difference === 0
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
