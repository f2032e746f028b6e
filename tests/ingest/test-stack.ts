import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { inject } from 'vitest'
import type { Database } from '../../lib/supabase/database.types.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { type Stack, type StackOptions, startStack } from '../../local/stack.ts'

/** A Supabase of a test's own, with the two people of the demo signed in. */
export interface TestStack {
  stack: Stack
  dataDir: string
  sql: postgres.Sql
  /** Analyst. */
  pinky: FraudDeskClient
  /** Admin. */
  brain: FraudDeskClient
  /** The client behind row-level security's back. */
  service: FraudDeskClient
  /** Signs in another analyst, made for the test. */
  addAnalyst(email: string): Promise<FraudDeskClient>
  close(): Promise<void>
}

/** Starts a stack on free ports with a data folder of its own, which holds the product's schema and seed already. */
export async function openTestStack(
  options: Pick<StackOptions, 'restarts'> = {},
): Promise<TestStack> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'fraud-desk-ingest-'))
  await cp(inject('stackTemplate'), dataDir, { recursive: true })
  const stack = await startStack({
    dataDir,
    ports: { api: 0, database: 0, functions: 0 },
    log: () => {},
    ...options,
  })
  const sql = postgres(stack.databaseUrl, { max: 3, onnotice: () => {} })
  const connect = (key: string): FraudDeskClient =>
    createClient<Database>(stack.apiUrl, key, { auth: { persistSession: false } })
  const signIn = async (email: string, password: string) => {
    const client = connect(stack.publishableKey)
    const { error } = await client.auth.signInWithPassword({ email, password })
    if (error !== null) throw error
    return client
  }
  return {
    stack,
    dataDir,
    sql,
    pinky: await signIn('pinky@fraud-desk.test', stack.passwords.pinky),
    brain: await signIn('brain@fraud-desk.test', stack.passwords.brain),
    service: connect(stack.secretKey),
    async addAnalyst(email) {
      const password = crypto.randomUUID()
      await sql`
        insert into auth.users (
          id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
          created_at, updated_at
        )
        values (
          gen_random_uuid(), 'authenticated', 'authenticated', ${email},
          extensions.crypt(${password}, extensions.gen_salt('bf')), now(), '{}', '{}', now(), now()
        )`
      await sql`
        insert into auth.identities (
          id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at
        )
        select id, id::text, id, jsonb_build_object('sub', id, 'email', email), 'email', now(), now(), now()
        from auth.users where email = ${email}`
      await sql`
        insert into public.user_roles (user_id, role)
        select id, 'analyst' from auth.users where email = ${email}`
      return await signIn(email, password)
    },
    async close() {
      await sql.end({ timeout: 1 })
      await stack.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
