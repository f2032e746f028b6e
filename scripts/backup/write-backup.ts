import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGzip } from 'node:zlib'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { CommandFailure } from '../command-failure.ts'
import { copyRows } from './copy-rows.ts'
import { inTransaction } from './in-transaction.ts'
import { fixTextFormat, listMigrations, listSequences, listTables } from './list-tables.ts'
import type { BackupObject, BackupTable, Manifest } from './manifest.ts'

/** Where everything lies in the folder of a backup. */
export const fileOfTable = (folder: string, name: string) =>
  join(folder, 'tables', `${name}.copy.gz`)
export const fileOfObject = (folder: string, bucket: string, name: string) =>
  join(folder, 'objects', bucket, createHash('sha256').update(name).digest('hex'))

const READABLE_BY_OWNER = 0o600

/**
 * Writes database and Storage into an empty folder. All tables are read in one snapshot, while the product goes on; the
 * objects are those that the snapshot knows. The folder holds password hashes and keys: only its owner may read it.
 *
 * @throws CommandFailure when the folder is not empty, or an object of the snapshot is gone
 */
export async function writeBackup(
  sql: Sql,
  storage: SupabaseClient,
  folder: string,
  onStep: (what: string) => void,
): Promise<Manifest> {
  await prepareFolder(folder)
  const manifest = await inTransaction(
    sql,
    'isolation level repeatable read read only',
    async (snapshot) => {
      await fixTextFormat(snapshot as unknown as Sql)
      const tables: BackupTable[] = []
      for (const source of await listTables(snapshot as unknown as Sql)) {
        onStep(source.name)
        const { name, columns } = source
        const saved = await copyRows(
          snapshot as unknown as Sql,
          source,
          createGzip({ level: 1 }),
          createWriteStream(fileOfTable(folder, name), { mode: READABLE_BY_OWNER }),
        )
        tables.push({ name, columns, ...saved })
      }
      const months = await snapshot<{ month: string }[]>`
      select distinct to_char(to_date(right(relname, 7), 'YYYY_MM'), 'YYYY-MM-DD') as month
      from pg_class where relnamespace = 'partitions'::regnamespace and relname ~ '^transactions_[0-9]{4}_[0-9]{2}$'
      order by 1`
      return {
        formatVersion: 1,
        createdAt: new Date().toISOString(),
        migrations: await listMigrations(snapshot as unknown as Sql),
        months: months.map(({ month }) => month),
        tables,
        sequences: await listSequences(snapshot as unknown as Sql),
        buckets: await saveObjects(snapshot as unknown as Sql, storage, folder, onStep),
      } satisfies Manifest
    },
  )
  // Last and at once: a folder with a manifest is a whole backup.
  const unfinished = join(folder, 'manifest.unfinished')
  await writeFile(unfinished, `${JSON.stringify(manifest, null, 1)}\n`, { mode: READABLE_BY_OWNER })
  await rename(unfinished, join(folder, 'manifest.json'))
  return manifest
}

/** What is there already stays as it is. */
async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw cause
    throw new CommandFailure(`Cannot back up into ${folder}: it is a file. Name a new folder.`, {
      cause,
    })
  }
  const held = await readdir(folder)
  if (held.length > 0) {
    const state =
      held.includes('tables') && !held.includes('manifest.json')
        ? 'it holds a backup that did not come to its end. Delete it, or name a new folder.'
        : 'it is not empty. Name a new folder.'
    throw new CommandFailure(`Cannot back up into ${folder}: ${state}`)
  }
  await mkdir(join(folder, 'tables'), { mode: 0o700 })
}

async function saveObjects(
  snapshot: Sql,
  storage: SupabaseClient,
  folder: string,
  onStep: (what: string) => void,
): Promise<Manifest['buckets']> {
  const buckets = await snapshot<{ id: string }[]>`select id from storage.buckets order by id`
  const saved: Manifest['buckets'] = []
  for (const { id } of buckets) {
    await mkdir(join(folder, 'objects', id), { recursive: true, mode: 0o700 })
    const objects: BackupObject[] = []
    const names = await snapshot<{ name: string; content_type: string | null }[]>`
      select name, metadata ->> 'mimetype' as content_type from storage.objects
      where bucket_id = ${id} order by name collate "C"`
    for (const { name, content_type } of names) {
      onStep(`${id}/${name}`)
      const { data, error } = await storage.storage.from(id).download(name)
      if (error !== null) {
        throw new CommandFailure(
          `Cannot back up ${id}/${name}: ${error.message}. It was removed meanwhile, or Storage does not answer; start again with a new folder.`,
        )
      }
      const bytes = Buffer.from(await data.arrayBuffer())
      await writeFile(fileOfObject(folder, id, name), bytes, { mode: READABLE_BY_OWNER })
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      objects.push({ name, bytes: bytes.length, sha256, contentType: content_type })
    }
    saved.push({ id, objects })
  }
  return saved
}
