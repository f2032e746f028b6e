import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { knownTypes } from '../../core/postgres-types.ts'
import { CommandFailure } from '../command-failure.ts'
import { readServiceAccess } from '../product/environment.ts'

/** A project's database and Storage, both past row-level security. */
export interface Project {
  sql: postgres.Sql
  storage: SupabaseClient
}

/**
 * Opens the project that the environment names (that of the running demo, unless variables are set), does something
 * with it and closes it.
 */
export async function withProject<T>(
  use: (project: Project) => Promise<T>,
  env: Record<string, string | undefined> = process.env,
): Promise<T> {
  const { url, secretKey } = readServiceAccess('reach a project', env)
  const { SUPABASE_DB_URL: database } = env
  if (!database) {
    throw new CommandFailure('Cannot reach a project: start the demo, or set SUPABASE_DB_URL.')
  }
  const sql = postgres(database, { ...knownTypes, max: 1, onnotice: () => {} })
  const storage = createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
  try {
    return await use({ sql, storage })
  } finally {
    await sql.end({ timeout: 5 })
  }
}
