import { createClient, type SupabaseClient } from '@supabase/supabase-js'
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
  fetch = globalThis.fetch,
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
    const client = createClient<Database>(url, publishableKey, {
      auth: { persistSession: false },
      global: { fetch },
    })
    const { data, error } = await client.auth.signInWithPassword({ email, password })
    if (error) throw error
    people.push({ index, isAdmin, client, cookie: sessionCookie(url, data.session) })
  }
  return people
}

/**
 * Removes the people of a soak with all that they uploaded, newest first, also those of one that was killed: then the
 * demo is as it was before them.
 *
 * @throws Error when somebody else's later upload was built on one of theirs
 */
export async function removePeople(sql: postgres.Sql, storage: SupabaseClient): Promise<void> {
  const uploads = await sql<{ id: string; uploadedBy: string; fileName: string }[]>`
    select uploads.id, uploaded_by as "uploadedBy", file_name as "fileName" from public.uploads
    join auth.users on users.id = uploaded_by and users.email like ${ADDRESSES}
    order by committed_at desc nulls first, uploads.created_at desc`
  for (const { id, uploadedBy, fileName } of uploads) {
    await sql`select private.remove_upload(${id}, ${uploadedBy})`.catch((cause: Error) => {
      throw new Error(`Cannot remove ${fileName}, which a soak uploaded: ${cause.message}`, {
        cause,
      })
    })
  }
  const objects = await sql<{ name: string }[]>`
    select name from storage.objects join auth.users on starts_with(name, users.id || '/')
    where bucket_id = 'uploads' and users.email like ${ADDRESSES}`
  for (let at = 0; at < objects.length; at += OBJECTS_AT_ONCE) {
    const names = objects.slice(at, at + OBJECTS_AT_ONCE).map(({ name }) => name)
    const { error } = await storage.storage.from('uploads').remove(names)
    if (error) throw new Error(`Cannot remove files that a soak uploaded: ${error.message}`)
  }
  await sql`delete from public.uploads using auth.users
    where users.id = uploaded_by and users.email like ${ADDRESSES}`
  await sql`delete from auth.users where email like ${ADDRESSES}`
}

const ADDRESSES = 'soak-%@fraud-desk.test'
const OBJECTS_AT_ONCE = 100
const CHUNK = 3180

/** The session as @supabase/ssr keeps it: base64 in cookies of at most 3,180 characters. */
function sessionCookie(url: string, session: object): string {
  const name = `sb-${new URL(url).hostname.split('.')[0]}-auth-token`
  const value = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`
  if (value.length <= CHUNK) return `${name}=${value}`
  const chunks = value.match(new RegExp(`.{1,${CHUNK}}`, 'g')) ?? []
  return chunks.map((chunk, index) => `${name}.${index}=${chunk}`).join('; ')
}
