import { createClient } from '@supabase/supabase-js'
import type { Database } from '../../lib/supabase/database.types.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { CommandFailure } from '../command-failure.ts'
import { readLocalEnv } from '../read-local-env.ts'

/**
 * A client of the running service, signed in as one of the two people of the demo.
 * Throws CommandFailure when no service runs or the login is not known.
 */
export async function signIn(person: 'pinky' | 'brain'): Promise<FraudDeskClient> {
  readLocalEnv()
  const url = process.env.NEXT_PUBLIC_SUPABASE_URL
  const key = process.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY
  const email = process.env[`${person.toUpperCase()}_EMAIL`]
  const password = process.env[`${person.toUpperCase()}_PASSWORD`]
  if (!url || !key || !email || !password) {
    throw new CommandFailure(
      'There is no running service to upload to. Start it with `npm run demo`, then run this again.',
    )
  }
  const client = createClient<Database>(url, key, { auth: { persistSession: false } })
  const { error } = await client.auth.signInWithPassword({ email, password })
  if (error === null) return client
  if (error.status === undefined || error.status === 0 || error.status >= 500) {
    throw new CommandFailure(
      `The service at ${url} does not answer. Start it with \`npm run demo\`, then run this again.`,
    )
  }
  throw new CommandFailure(
    `${email} cannot sign in: ${error.message}. If the demo was reset meanwhile, start it again.`,
  )
}
