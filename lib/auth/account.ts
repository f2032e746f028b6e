'use server'

import { createClient } from '@supabase/supabase-js'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { readSupabaseConfig } from '../env.ts'
import { routes } from '../routes.ts'
import { createRequestClient } from '../supabase/server-client.ts'
import { explainPasswordRefusal, newPasswordSchema } from './new-password.ts'
import type { NewPasswordErrors } from './password-rules.ts'
import { requireSession } from './session.ts'

/** What the password form shows after an attempt. */
export interface PasswordState {
  isChanged: boolean
  error: string | null
  fieldErrors: NewPasswordErrors & { current?: string | undefined }
}

const passwordsSchema = z.intersection(
  z.object({ current: z.string().min(1, 'Enter your present password.').max(1024) }),
  newPasswordSchema,
)

/**
 * Changes the password of whoever is signed in and knows the present one. Supabase Auth then ends their other sessions;
 * this one goes on.
 */
export async function changePassword(
  _previous: PasswordState,
  sent: FormData | undefined,
): Promise<PasswordState> {
  const session = await requireSession()
  // Whoever calls without our page may send anything in the form's place.
  const form = typeof sent?.get === 'function' ? sent : new FormData()
  const passwords = passwordsSchema.safeParse({
    current: form.get('current'),
    next: form.get('next'),
    repeated: form.get('repeated'),
  })
  if (!passwords.success) {
    const { fieldErrors } = z.flattenError(passwords.error)
    return {
      isChanged: false,
      error: null,
      fieldErrors: {
        current: fieldErrors.current?.[0],
        next: fieldErrors.next?.[0],
        repeated: fieldErrors.repeated?.[0],
      },
    }
  }

  // A sign-in of its own proves the present password, and is as recent as Supabase wants it for this change.
  const { url, publishableKey } = readSupabaseConfig()
  const fresh = createClient(url, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const { current, next } = passwords.data
  const proof = await fresh.auth.signInWithPassword({ email: session.email, password: current })
  if (proof.error) {
    return proof.error.status === 400
      ? refusal({ current: 'This is not your present password.' })
      : refusal({}, describe(proof.error))
  }
  const { error } = await fresh.auth.updateUser({ password: next })
  if (error) {
    await fresh.auth.signOut({ scope: 'local' })
    const reason = explainPasswordRefusal(error)
    return reason ? refusal({ next: reason }) : refusal({}, describe(error))
  }
  // The session of this browser has ended with the others: the one that changed the password takes its place.
  const client = await createRequestClient()
  await client.auth.setSession(proof.data.session)
  return { isChanged: true, error: null, fieldErrors: {} }
}

/** Ends all sessions of whoever is signed in, this one included. */
export async function signOutEverywhere(): Promise<void> {
  const client = await createRequestClient()
  const { error } = await client.auth.signOut({ scope: 'global' })
  if (error) throw new Error(`Cannot end the sessions: ${error.message}`, { cause: error })
  redirect(routes.signIn())
}

function refusal(
  fieldErrors: PasswordState['fieldErrors'],
  error: string | null = null,
): PasswordState {
  return { isChanged: false, error, fieldErrors }
}

function describe({ status }: { status?: number | undefined }): string {
  return status === 429
    ? 'Too many attempts. Wait a minute, then try again.'
    : 'The sign-in service does not answer. Try again in a moment.'
}
