import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type postgres from 'postgres'
import { StackError, systemErrorCode } from './stack-error.ts'

/**
 * Applies the migrations that the database has not seen, in the order of their versions, each in a
 * transaction of its own, and records them where the Supabase CLI does.
 * @returns how many were applied
 * @throws StackError `migration_failed`
 */
export async function applyMigrations(sql: postgres.Sql, directory: string): Promise<number> {
  const recorded = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations`
  const applied = new Set(recorded.map((row) => row.version))
  let count = 0
  for (const file of await listMigrations(directory)) {
    const { version, name } = parseMigrationName(file)
    if (applied.has(version)) continue
    const text = await readFile(path.join(directory, file), 'utf8')
    await sql
      .begin(async (transaction) => {
        await transaction.unsafe(text)
        await transaction`
          insert into supabase_migrations.schema_migrations (version, name, statements)
          values (${version}, ${name}, ${[text]})`
      })
      .catch((cause: unknown) => {
        throw asSqlFileError(`apply the migration ${file}`, text, cause)
      })
    count += 1
  }
  return count
}

/** What the seed may read with `current_setting('<name>', true)`: two-part names. */
export type SeedSettings = Readonly<Record<string, string>>

/**
 * Runs the seed unless it went through before on this database, in one transaction with the record of
 * that. A seed file that does not exist is fine.
 * @param settings what the seed may read while it runs
 * @returns whether it ran
 * @throws StackError `migration_failed`
 */
export async function seedOnce(
  sql: postgres.Sql,
  file: string,
  settings: SeedSettings,
): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  })
  const [seeded] = await sql`select from local_stack.seeds`
  if (text === null || seeded) return false
  await sql
    .begin(async (transaction) => {
      for (const [name, value] of Object.entries(settings)) {
        await transaction`select set_config(${name}, ${value}, true)`
      }
      await transaction.unsafe(text)
      await transaction`insert into local_stack.seeds (ran_at) values (now())`
    })
    .catch((cause: unknown) => {
      throw asSqlFileError(`run ${path.basename(file)}`, text, cause)
    })
  return true
}

async function listMigrations(directory: string): Promise<string[]> {
  const entries = await readdir(directory).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return []
    throw error
  })
  return entries.filter((entry) => /^\d+_.+\.sql$/.test(entry)).sort()
}

function parseMigrationName(file: string): { version: string; name: string } {
  const separator = file.indexOf('_')
  return { version: file.slice(0, separator), name: file.slice(separator + 1, -'.sql'.length) }
}

function asSqlFileError(step: string, text: string, cause: unknown): StackError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const position = Number((cause as { position?: string } | null)?.position) // postgres.js adds it to errors in a statement
  const line = Number.isInteger(position) ? text.slice(0, position).split('\n').length : null
  const where = line === null ? '' : ` (line ${line})`
  return new StackError('migration_failed', `Cannot ${step}${where}: ${message}.`, { cause })
}
