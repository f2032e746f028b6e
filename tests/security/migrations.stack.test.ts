import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyMigrations } from '../../local/migrations.ts'
import { type Stack, startStack } from '../../local/stack.ts'

const MIGRATIONS = path.join(import.meta.dirname, '../../supabase/migrations')

let folder: string
let stepwise: Stack
let atOnce: Stack

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fraud-desk-migrations-'))
  await mkdir(path.join(folder, 'migrations'))
  await mkdir(path.join(folder, 'functions'))
  await writeFile(path.join(folder, 'seed.sql'), 'select 1;')
  const start = (name: string, migrationsDir: string) =>
    startStack({
      dataDir: path.join(folder, name),
      ports: { api: 0, database: 0, functions: 0 },
      log: () => {},
      migrationsDir,
      functionsDir: path.join(folder, 'functions'),
      seedFile: path.join(folder, 'seed.sql'),
    })
  stepwise = await start('stepwise', path.join(folder, 'migrations'))
  atOnce = await start('at-once', MIGRATIONS)
})

afterAll(async () => {
  await stepwise?.stop()
  await atOnce?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Everything that migrations make, as text: tables, functions, rights, policies, triggers, indexes, constraints. */
async function describeSchema(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    with schemas as (select oid from pg_namespace where nspname in ('public', 'private', 'partitions'))
    select format('column %s.%s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
                  pg_get_expr(adbin, adrelid)) as line
    from pg_attribute join pg_class on pg_class.oid = attrelid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relnamespace in (select oid from schemas) and relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped
    union all
    select format('relation %s %s %s %s %s', oid::regclass, relkind, relacl, relrowsecurity, relforcerowsecurity)
    from pg_class where relnamespace in (select oid from schemas) and relkind in ('r', 'p', 'v', 'S')
    union all
    select format('function %s %s %s', oid::regprocedure, proacl, pg_get_functiondef(oid)) from pg_proc
    where pronamespace in (select oid from schemas) and prokind = 'f'
    union all
    select format('policy %s', to_jsonb(pg_policies)) from pg_policies where schemaname in ('public', 'private', 'storage')
    union all
    select format('trigger %s', pg_get_triggerdef(pg_trigger.oid)) from pg_trigger
    join pg_class on pg_class.oid = tgrelid where relnamespace in (select oid from schemas) and not tgisinternal
    union all
    select format('index %s', indexdef) from pg_indexes where schemaname in ('public', 'private', 'partitions')
    union all
    select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
    where connamespace in (select oid from schemas)
    union all
    select format('bucket %s %s %s', id, public, file_size_limit) from storage.buckets
    order by 1`
  return rows.map(({ line }) => line)
}

test('from each earlier state to the newest, and run again, the schema is the same', async () => {
  const files = (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.sql')).sort()
  const growing = path.join(folder, 'migrations')
  const sql = postgres(stepwise.databaseUrl, { max: 1, onnotice: () => {} })
  const target = postgres(atOnce.databaseUrl, { max: 1, onnotice: () => {} })
  try {
    for (const file of files) {
      await copyFile(path.join(MIGRATIONS, file), path.join(growing, file))
      expect(await applyMigrations(sql, growing), file).toBe(1)
    }
    const newest = await describeSchema(target)
    expect(newest.length).toBeGreaterThan(300)
    expect(await describeSchema(sql)).toEqual(newest)
    expect(await applyMigrations(sql, MIGRATIONS)).toBe(0)
    expect(await applyMigrations(target, MIGRATIONS)).toBe(0)
    expect(await describeSchema(target)).toEqual(newest)
  } finally {
    await sql.end({ timeout: 1 })
    await target.end({ timeout: 1 })
  }
})
