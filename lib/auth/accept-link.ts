'use server'

import { createClient, type Session, type SupabaseClient } from '@supabase/supabase-js'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { readSupabaseConfig } from '../env.ts'
import { routes } from '../routes.ts'
import { createRequestClient } from '../supabase/server-client.ts'
import { sessionCookieOptions } from '../supabase/session-cookies.ts'
import { linkSchema } from './link.ts'
import { explainPasswordRefusal, newPasswordSchema } from './new-password.ts'
import type { NewPasswordErrors } from './password-rules.ts'

/** What the form of an invitation shows after an attempt. */
export interface AcceptState {
  /** The link opens nothing any more: only another one helps. */
  isLinkUseless: boolean
  error: string | null
  fieldErrors: NewPasswordErrors
}

/**
 * Holds what a used link opened while its password was not taken: a link works once, and whoever has to think of
 * another password must not need another link.
 */
const HALF_WAY = 'fraud-desk-half-way'
const HALF_WAY_SECONDS = 600

/**
 * Uses a link up and gives its holder the password that they chose; then they are signed in. The link is looked at only
 * here, where a form is sent: scanners of mails open every link.
 */
export async function acceptLink(
  _previous: AcceptState,
  sent: FormData | undefined,
): Promise<AcceptState> {
  // Whoever calls without our page may send anything in the form's place.
  const form = typeof sent?.get === 'function' ? sent : new FormData()
  const link = linkSchema.safeParse({ type: form.get('type'), tokenHash: form.get('token_hash') })
  if (!link.success) return useless()
  const passwords = newPasswordSchema.safeParse({
    next: form.get('next'),
    repeated: form.get('repeated'),
  })
  if (!passwords.success) {
    const { fieldErrors } = z.flattenError(passwords.error)
    return refusal({ next: fieldErrors.next?.[0], repeated: fieldErrors.repeated?.[0] })
  }

  const { url, publishableKey } = readSupabaseConfig()
  const opened = createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  })
  const failure = (await continueHalfWay(opened, link.data.tokenHash))
    ? null
    : await openLink(opened, link.data)
  if (failure !== null) return failure
  const { error } = await opened.auth.updateUser({ password: passwords.data.next })
  const session = (await opened.auth.getSession()).data.session
  if (error || session === null) {
    if (session !== null) await rememberHalfWay(session, link.data.tokenHash)
    const reason = error && explainPasswordRefusal(error)
    return reason ? refusal({ next: reason }) : refusal({}, SILENT)
  }
  const client = await createRequestClient()
  const { error: notKept } = await client.auth.setSession(session)
  ;(await cookies()).delete({ name: HALF_WAY, path: routes.welcome() })
  redirect(notKept ? routes.signIn() : '/')
}

const SILENT = 'The sign-in service does not answer. Try again in a moment.'

/** Null where the link let its holder in. */
async function openLink(
  client: SupabaseClient,
  { type, tokenHash }: z.output<typeof linkSchema>,
): Promise<AcceptState | null> {
  const { error } = await client.auth.verifyOtp({ type, token_hash: tokenHash })
  if (!error) return null
  if (error.status === 429) return refusal({}, 'Too many attempts. Wait a minute, then try again.')
  return error.status === 400 || error.status === 403 || error.status === 401
    ? useless()
    : refusal({}, SILENT)
}

/** True where this browser opened the link a moment ago. */
async function continueHalfWay(client: SupabaseClient, tokenHash: string): Promise<boolean> {
  const [of, refresh_token] = (await cookies()).get(HALF_WAY)?.value.split(' ') ?? []
  if (of !== tokenHash || refresh_token === undefined) return false
  const { error } = await client.auth.refreshSession({ refresh_token })
  return !error
}

async function rememberHalfWay({ refresh_token }: Session, tokenHash: string): Promise<void> {
  ;(await cookies()).set(HALF_WAY, `${tokenHash} ${refresh_token}`, {
    ...sessionCookieOptions(await headers()),
    sameSite: 'strict',
    path: routes.welcome(),
    maxAge: HALF_WAY_SECONDS,
  })
}

function useless(): AcceptState {
  return { isLinkUseless: true, error: null, fieldErrors: {} }
}

function refusal(fieldErrors: NewPasswordErrors, error: string | null = null): AcceptState {
  return { isLinkUseless: false, error, fieldErrors }
}
