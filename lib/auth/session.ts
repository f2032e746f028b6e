import 'server-only'
import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { routes } from '../routes.ts'
import { createRequestClient } from '../supabase/server-client.ts'
import { PATH_HEADER } from './path-header.ts'

/** The signed-in person. The role comes from the database now, not from a token that may be an hour old. */
export interface Session {
  userId: string
  email: string
  role: 'analyst' | 'admin'
}

const sessionRowSchema = z.object({
  user_id: z.uuid(),
  email: z.string(),
  role: z.enum(['analyst', 'admin']).nullable(),
})

/**
 * Who asks: a session, `no-role` for someone who may sign in but was given nothing, or null for a visitor.
 * The token is verified by the database's gateway; one call per request, however often it is asked.
 */
export const readSession = cache(async (): Promise<Session | 'no-role' | null> => {
  const client = await createRequestClient()
  const { data: stored } = await client.auth.getSession()
  if (!stored.session) return null
  const { data, error, status } = await client.rpc('my_session')
  if (status === 401) return null
  if (error) throw new Error(`Cannot check the session: ${error.message}`, { cause: error })
  const row = sessionRowSchema.array().max(1).parse(data)[0]
  if (!row) return null
  return row.role ? { userId: row.user_id, email: row.email, role: row.role } : 'no-role'
})

/** The session, or a redirect to the sign-in page that comes back here. People without a role get a 403. */
export async function requireSession(): Promise<Session> {
  const session = await readSession()
  if (session === 'no-role') forbidden()
  if (session) return session
  redirect(routes.signIn((await headers()).get(PATH_HEADER) ?? undefined))
}

/** The session of an admin; anyone else gets a 403 rendered by the server. */
export async function requireAdmin(): Promise<Session> {
  const session = await requireSession()
  if (session.role !== 'admin') forbidden()
  return session
}

/**
 * Waits for what an admin's page reads, begun beside the check of the session so that neither waits for the other. Whoever
 * is not an admin is refused as by {@link requireAdmin}, whatever became of the reads.
 */
export async function readAsAdmin<Read>(reading: Promise<Read>): Promise<Read> {
  // The refusal comes first, and then nobody asks how reading went.
  reading.catch(() => {})
  await requireAdmin()
  return reading
}
