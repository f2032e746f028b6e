import type { Sql } from 'postgres'

/** A table to back up, its plain columns, and what orders its rows. */
export interface SourceTable {
  name: string
  columns: string[]
  order: string
}

/**
 * Every table of the product and the people of Auth. Left out: month partitions (their parents hold the rows),
 * unlogged tables (staged parts and rates, which a crash may lose as well), sessions of Auth (people sign in again).
 */
export async function listTables(sql: Sql): Promise<SourceTable[]> {
  return await sql<SourceTable[]>`
    select
      format('%I.%I', nspname, relname) as name,
      (
        select array_agg(quote_ident(attname) order by attnum) from pg_attribute
        where attrelid = classes.oid and attnum > 0 and not attisdropped and attgenerated = ''
      ) as columns,
      coalesce(
        (
          select string_agg(quote_ident(attname), ', ' order by array_position(indkey::int2[], attnum))
          from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
          where indrelid = classes.oid and indisprimary
        ),
        'source::text collate "C"'
      ) as order
    from pg_class as classes
    join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and not relispartition and relpersistence = 'p'
      and (nspname in ('public', 'private') or (nspname, relname) in (('auth', 'users'), ('auth', 'identities')))
    order by nspname <> 'auth', relname <> 'users', 1`
}

/** The query whose rows are copied, hashed and compared: every plain column, in a fixed order. */
export function copyQuery({ name, columns, order }: SourceTable): string {
  const list = columns.map((column) => `source.${column}`).join(', ')
  return `copy (select ${list} from ${name} as source order by ${order}) to stdout`
}

/** The values of all sequences of the product. */
export async function listSequences(sql: Sql): Promise<{ name: string; lastValue: string }[]> {
  return await sql<{ name: string; lastValue: string }[]>`
    select format('%I.%I', schemaname, sequencename) as name, last_value::text as "lastValue"
    from pg_sequences
    where schemaname in ('public', 'private') and last_value is not null
    order by 1`
}

/** Versions of the applied migrations. */
export async function listMigrations(sql: Sql): Promise<string[]> {
  const rows = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations order by version`
  return rows.map(({ version }) => version)
}

/** Text that does not depend on the settings of whoever reads or writes it. */
export async function fixTextFormat(sql: Sql): Promise<void> {
  await sql`set local timezone = 'UTC'`
  await sql`set local datestyle = 'ISO, YMD'`
  await sql`set local intervalstyle = 'postgres'`
  await sql`set local extra_float_digits = 1`
  await sql`set local bytea_output = 'hex'`
  await sql`set local statement_timeout = 0`
}
