import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { CommandFailure } from '../command-failure.ts'
import { copyFromFile } from './copy-from-file.ts'
import { copyRows } from './copy-rows.ts'
import { inTransaction } from './in-transaction.ts'
import { fixTextFormat, listMigrations, listTables } from './list-tables.ts'
import { type Manifest, manifestSchema } from './manifest.ts'
import { fileOfObject, fileOfTable } from './write-backup.ts'

/**
 * Puts a backup into a project that holds the same migrations and nothing else yet. First the objects are stored, each
 * read back and compared; then the database is filled in one transaction, which ends well only when every table has the
 * count and the hash of the manifest. So a project that shows anything has everything, and a restore that was
 * interrupted is begun again.
 *
 * @throws CommandFailure when the folder is no whole backup, the project is not empty or has other migrations, or what
 * arrived is not what was saved
 */
export async function restoreBackup(
  sql: Sql,
  storage: SupabaseClient,
  folder: string,
  onStep: (what: string) => void,
): Promise<Manifest> {
  const manifest = await readManifest(folder)
  await requireEmptyProject(sql, manifest)
  await storeObjects(storage, folder, manifest, onStep)
  await inTransaction(sql, 'read write', async (transaction) => {
    const target = transaction as unknown as Sql
    await fixTextFormat(target)
    // Foreign keys and append-only guards were kept when the rows were written; here they come in any order.
    await transaction`set local session_replication_role = 'replica'`
    await transaction`select private.ensure_month_partitions(${manifest.months}::date[])`
    for (const { name } of manifest.tables.toReversed())
      await transaction.unsafe(
        name.startsWith('auth.') ? `delete from ${name}` : `truncate ${name} cascade`,
      )
    for (const { name, columns } of manifest.tables) {
      onStep(name)
      await copyFromFile(
        transaction,
        `${name} (${columns.join(', ')})`,
        fileOfTable(folder, name),
      ).catch((cause: Error) => {
        throw new CommandFailure(
          `Cannot restore ${name}: ${cause.message}. The database is as it was; the backup may be damaged.`,
          { cause },
        )
      })
    }
    for (const { name, lastValue } of manifest.sequences)
      await transaction`select setval(${name}::regclass, ${lastValue}::bigint)`
    await compareTables(target, manifest)
    onStep('analyze')
    await transaction.unsafe('analyze')
  })
  return manifest
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => null)
  if (text === null)
    throw new CommandFailure(
      `Cannot restore ${folder}: it holds no manifest.json, so no whole backup.`,
    )
  const parsed = manifestSchema.safeParse(parseJson(text))
  if (!parsed.success)
    throw new CommandFailure(
      `Cannot restore ${folder}: its manifest is of another version or damaged.`,
    )
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function requireEmptyProject(sql: Sql, manifest: Manifest): Promise<void> {
  // Objects of this very backup were left by a restore that was interrupted.
  const saved = manifest.buckets.flatMap(({ id, objects }) =>
    objects.map(({ name }) => `${id}/${name}`),
  )
  const [held] = await sql<{ rows: number; objects: number }[]>`
    select (select count(*)::int from public.uploads) + (select count(*)::int from public.training_runs) as rows,
           (select count(*)::int from storage.objects where bucket_id || '/' || name <> all (${saved}::text[])) as objects`
  if (held!.rows + held!.objects > 0)
    throw new CommandFailure(
      'Cannot restore: the project holds data already. Restore into a new one, or into an empty demo: `npm run reset`, then `npm run demo -- --no-story`.',
    )
  const applied = await listMigrations(sql)
  if (applied.join() !== manifest.migrations.join()) {
    throw new CommandFailure(
      `Cannot restore: the backup was made with ${manifest.migrations.length} migrations up to ${manifest.migrations.at(-1)}, the project has ${applied.length} up to ${applied.at(-1)}. Check out the version of the backup, restore, then apply the newer ones.`,
    )
  }
}

async function compareTables(target: Sql, manifest: Manifest): Promise<void> {
  const sources = new Map((await listTables(target)).map((source) => [source.name, source]))
  for (const { name, rows, sha256 } of manifest.tables) {
    const source = sources.get(name)
    if (source === undefined)
      throw new CommandFailure(`Cannot restore: the project has no table ${name}.`)
    const swallow = new Writable({ write: (_chunk, _encoding, done) => done() })
    const found = await copyRows(target, source, swallow)
    if (found.rows !== rows || found.sha256 !== sha256)
      throw new CommandFailure(
        `Cannot restore: ${name} came to ${found.rows} rows that are not the ${rows} saved ones. Nothing was changed.`,
      )
  }
}

async function storeObjects(
  storage: SupabaseClient,
  folder: string,
  { buckets }: Manifest,
  onStep: (what: string) => void,
): Promise<void> {
  for (const { id, objects } of buckets) {
    for (const { name, sha256, contentType } of objects) {
      onStep(`${id}/${name}`)
      const bucket = storage.storage.from(id)
      const bytes = await readFile(fileOfObject(folder, id, name)).catch(() => null)
      if (bytes === null || hash(bytes) !== sha256)
        throw new CommandFailure(
          `Cannot restore ${id}/${name}: the backup does not hold it as it was saved. The database is as it was; use another backup.`,
        )
      const options = contentType === null ? {} : { contentType }
      const stored = await bucket.upload(name, bytes, { upsert: true, ...options })
      const back = stored.error === null ? await bucket.download(name) : stored
      if (back.error !== null)
        throw new CommandFailure(
          `Cannot restore ${id}/${name}: ${back.error.message}. The database is as it was; restore again when Storage answers.`,
        )
      if (hash(new Uint8Array(await (back.data as Blob).arrayBuffer())) !== sha256)
        throw new CommandFailure(
          `Cannot restore ${id}/${name}: its bytes came back other than they were stored. The database is as it was; restore again.`,
        )
    }
  }
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
