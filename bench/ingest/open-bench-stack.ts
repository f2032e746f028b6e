import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { knownTypes } from '../../core/postgres-types.ts'
import type { Database } from '../../lib/supabase/database.types.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { type Stack, startStack } from '../../local/stack.ts'

/** A Supabase of the benchmark's own, with the analyst signed in. */
export interface BenchStack {
  stack: Stack
  dataDir: string
  sql: postgres.Sql
  pinky: FraudDeskClient
  /** The client behind row-level security's back. */
  service: FraudDeskClient
  close(): Promise<void>
}

/** Starts a stack on free ports with an empty data folder. */
export async function openBenchStack(): Promise<BenchStack> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'fraud-desk-bench-'))
  const stack = await startStack({
    dataDir,
    ports: { api: 0, database: 0, functions: 0 },
    log: () => {},
  })
  const sql = postgres(stack.databaseUrl, { ...knownTypes, max: 3, onnotice: () => {} })
  const connect = (key: string): FraudDeskClient =>
    createClient<Database>(stack.apiUrl, key, { auth: { persistSession: false } })
  const pinky = connect(stack.publishableKey)
  const { error } = await pinky.auth.signInWithPassword({
    email: 'pinky@fraud-desk.test',
    password: stack.passwords.pinky,
  })
  if (error !== null) throw error
  return {
    stack,
    dataDir,
    sql,
    pinky,
    service: connect(stack.secretKey),
    async close() {
      await sql.end({ timeout: 1 })
      await stack.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
