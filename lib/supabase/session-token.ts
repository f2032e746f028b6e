import * as z from 'zod/mini'

const tokenSchema = z.object({ accessToken: z.string(), expiresAt: z.number() })

/** The session has ended; the reader has to sign in again. */
export class SignedOutError extends Error {
  override name = 'SignedOutError'
}

const RENEW_BEFORE_MS = 30_000

/**
 * Gives a short-lived access token for calls from the browser to Supabase, fetched from the app when needed and kept in
 * memory only. The session itself stays in cookies that scripts cannot read. Calls at the same time share one fetch.
 */
export function createTokenSource(): () => Promise<string> {
  let held: Promise<{ accessToken: string; expiresAtMs: number }> | null = null
  return async () => {
    const token = await held?.catch(() => null)
    if (token && token.expiresAtMs - RENEW_BEFORE_MS > Date.now()) return token.accessToken
    held = fetchToken()
    return (await held).accessToken
  }
}

async function fetchToken() {
  const response = await fetch('/api/session/token', { cache: 'no-store' })
  if (response.status === 401) {
    throw new SignedOutError('Your session has ended. Sign in again in another tab, then retry.')
  }
  if (!response.ok)
    throw new Error(`The session cannot be renewed: the app answered ${response.status}.`)
  const { accessToken, expiresAt } = tokenSchema.parse(await response.json())
  return { accessToken, expiresAtMs: expiresAt * 1000 }
}
