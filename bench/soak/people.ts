import { createClient } from '@supabase/supabase-js'
import type postgres from 'postgres'
import type { Database } from '../../lib/supabase/database.types.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'

/** Somebody who works at the desk during the soak. */
export interface Person {
  index: number
  isAdmin: boolean
  client: FraudDeskClient
  /** Cookies of a session in the app. */
  cookie: string
}

/** Makes people for the soak, every tenth an admin, and signs them in. They are gone after {@link removePeople}. */
export async function addPeople(
  sql: postgres.Sql,
  url: string,
  publishableKey: string,
  count: number,
): Promise<Person[]> {
  const people: Person[] = []
  for (let index = 0; index < count; index++) {
    const isAdmin = index % 10 === 9
    const email = `soak-${index}@fraud-desk.test`
    const password = crypto.randomUUID()
    await sql`
      insert into auth.users (
        id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
        created_at, updated_at
      )
      values (
        gen_random_uuid(), 'authenticated', 'authenticated', ${email},
        extensions.crypt(${password}, extensions.gen_salt('bf', 4)), now(), '{}', '{}', now(), now()
      )`
    await sql`
      insert into auth.identities (
        id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at
      )
      select id, id::text, id, jsonb_build_object('sub', id, 'email', email), 'email', now(), now(), now()
      from auth.users where email = ${email}`
    await sql`
      insert into public.user_roles (user_id, role)
      select id, ${isAdmin ? 'admin' : 'analyst'} from auth.users where email = ${email}`
    const client = createClient<Database>(url, publishableKey, { auth: { persistSession: false } })
    const { data, error } = await client.auth.signInWithPassword({ email, password })
    if (error) throw error
    people.push({ index, isAdmin, client, cookie: sessionCookie(url, data.session) })
  }
  return people
}

/** Removes the accounts of a soak, also those of one that was killed. */
export async function removePeople(sql: postgres.Sql): Promise<void> {
  await sql`delete from public.uploads where uploaded_by in (
    select id from auth.users where email like 'soak-%@fraud-desk.test') and state = 'discarded'`
  await sql`delete from auth.users where email like 'soak-%@fraud-desk.test'`
}

const CHUNK = 3180

/** The session as @supabase/ssr keeps it: base64 in cookies of at most 3,180 characters. */
function sessionCookie(url: string, session: object): string {
  const name = `sb-${new URL(url).hostname.split('.')[0]}-auth-token`
  const value = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`
  if (value.length <= CHUNK) return `${name}=${value}`
  const chunks = value.match(new RegExp(`.{1,${CHUNK}}`, 'g')) ?? []
  return chunks.map((chunk, index) => `${name}.${index}=${chunk}`).join('; ')
}
