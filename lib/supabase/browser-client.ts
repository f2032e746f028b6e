import { createClient } from '@supabase/supabase-js'
import { z } from 'zod'
import type { SupabaseConfig } from '../env.ts'
import type { Database } from './database.types.ts'
import type { FraudDeskClient } from './server-client.ts'

const tokenSchema = z.object({ accessToken: z.string(), expiresAt: z.number() })

/** The session has ended; the reader has to sign in again. */
export class SignedOutError extends Error {
  override name = 'SignedOutError'
}

const REFRESH_MARGIN_MS = 30_000

/**
 * The browser's client. The session itself stays in cookies that scripts cannot read; a short-lived access token is
 * fetched from the app when needed and kept in memory only.
 */
export function createBrowserClient({ url, publishableKey }: SupabaseConfig): FraudDeskClient {
  let held: Promise<{ accessToken: string; expiresAtMs: number }> | null = null

  async function fetchToken() {
    const response = await fetch('/api/session/token', { cache: 'no-store' })
    if (response.status === 401) throw new SignedOutError('Your session has ended. Sign in again.')
    if (!response.ok)
      throw new Error(`Cannot renew the session: the app answered ${response.status}.`)
    const { accessToken, expiresAt } = tokenSchema.parse(await response.json())
    return { accessToken, expiresAtMs: expiresAt * 1000 }
  }

  async function accessToken(): Promise<string | null> {
    // supabase-js asks for a token as soon as it is made, also while the server renders; there it reads nothing.
    if (typeof window === 'undefined') return null
    const token = await held?.catch(() => null)
    if (token && token.expiresAtMs - REFRESH_MARGIN_MS > Date.now()) return token.accessToken
    held = fetchToken()
    return (await held).accessToken
  }

  return createClient<Database>(url, publishableKey, { accessToken })
}
