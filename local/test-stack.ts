import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { type Stack, type StackOptions, startStack } from './stack.ts'

const FIXTURES = path.join(import.meta.dirname, 'fixtures')

/** The people of the fixtures' seed. */
export const ANN = 'ann@example.test'
export const BOB = 'bob@example.test'

/** A folder that is gone after the tests. */
export async function makeTemporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fraud-desk-test-'))
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Options for a stack of the fixtures on free ports. */
export function fixtureOptions(dataDir: string): StackOptions & { lines: string[] } {
  const lines: string[] = []
  return {
    dataDir,
    ports: { api: 0, database: 0, functions: 0 },
    log: (line) => lines.push(line),
    lines,
    migrationsDir: path.join(FIXTURES, 'migrations'),
    functionsDir: path.join(FIXTURES, 'functions'),
    seedFile: path.join(FIXTURES, 'seed.sql'),
  }
}

/** A running stack of the fixtures with a data folder of its own; `stop` removes both. */
export async function startTestStack(): Promise<Stack & { dataDir: string }> {
  const folder = await makeTemporaryFolder()
  try {
    const dataDir = path.join(folder.path, 'data')
    const stack = await startStack(fixtureOptions(dataDir))
    return { ...stack, dataDir, stop: () => stack.stop().then(folder.remove) }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

/** A client that nobody signed in with. */
export function anonymous(stack: Stack): SupabaseClient {
  return createClient(stack.apiUrl, stack.publishableKey, { auth: { persistSession: false } })
}

/** A client with the secret key, which row-level security does not bind. */
export function service(stack: Stack): SupabaseClient {
  return createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } })
}

/** A client signed in as one of the fixtures' people. */
export async function signedIn(stack: Stack, email: string): Promise<SupabaseClient> {
  const client = createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  const password = email === ANN ? stack.passwords.pinky : stack.passwords.brain
  const { error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw error
  return client
}
