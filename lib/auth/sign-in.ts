'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { routes } from '../routes.ts'
import { createRequestClient } from '../supabase/server-client.ts'
import { credentialsSchema, type SignInState } from './credentials.ts'
import { safeNextPath } from './safe-next-path.ts'

/** Signs in by password and goes to where the visitor was going. */
export async function signIn(
  _previous: SignInState,
  sent: FormData | undefined,
): Promise<SignInState> {
  // Whoever calls without our page may send anything in the form's place.
  const form = typeof sent?.get === 'function' ? sent : new FormData()
  const email = String(form.get('email') ?? '')
  const credentials = credentialsSchema.safeParse({ email, password: form.get('password') })
  if (!credentials.success) {
    const { fieldErrors } = z.flattenError(credentials.error)
    return {
      email,
      error: null,
      fieldErrors: { email: fieldErrors.email?.[0], password: fieldErrors.password?.[0] },
    }
  }

  const client = await createRequestClient()
  const { error } = await client.auth.signInWithPassword(credentials.data)
  if (error) return { email, error: describe(error), fieldErrors: {} }
  redirect(safeNextPath(String(form.get('next') ?? '')))
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  const client = await createRequestClient()
  await client.auth.signOut({ scope: 'local' })
  redirect(routes.signIn())
}

function describe(error: { status?: number | undefined; code?: string | undefined }): string {
  if (error.code === 'invalid_credentials' || error.status === 400) {
    return 'E-mail or password is wrong. Check both and try again.'
  }
  if (error.status === 429) return 'Too many attempts. Wait a minute, then try again.'
  return 'The sign-in service does not answer. Try again in a moment.'
}
