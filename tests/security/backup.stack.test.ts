import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreBackup } from '../../scripts/backup/restore-backup.ts'
import { fileOfObject, fileOfTable, writeBackup } from '../../scripts/backup/write-backup.ts'
import { publishModel } from '../ingest/publish-model.ts'
import { readMonths, readRows } from '../ingest/read-back.ts'
import { sparkovTable, ulbTable } from '../ingest/sample-files.ts'
import { openTestStack, type TestStack } from '../ingest/test-stack.ts'
import { openUploadDesk, type UploadDesk } from '../ingest/upload-desk.ts'

let desk: UploadDesk
let empty: TestStack
let folder: string

beforeAll(async () => {
  desk = await openUploadDesk()
  folder = await mkdtemp(path.join(tmpdir(), 'fraud-desk-backup-'))
  await publishModel(desk, 'sparkov', { feature: 'amount', slope: 1, offset: 50 })
  await desk.upload(sparkovTable(), { name: 'cards.csv' })
  await desk.upload(ulbTable(), { name: 'twins "quoted", \t tab.csv' })
  const [row] = await desk.sql`select id, occurred_at::text from public.transactions limit 1`
  const reviewed = await desk.pinky.rpc('record_review', {
    transaction_id: Number(row!.id),
    occurred_at: row!.occurred_at,
    outcome: 'fraud',
    note: 'Line one\nline two \\ backslash, ünïcode',
  })
  if (reviewed.error) throw reviewed.error
})

afterAll(async () => {
  await desk?.close()
  await empty?.close()
  await rm(folder, { recursive: true, force: true })
})

test('a backup restored into an empty stack is the same in every table and bucket, and the product works', async () => {
  const saved = path.join(folder, 'saved')
  const manifest = await writeBackup(desk.sql, desk.service, saved, () => {})
  expect(manifest.tables.length).toBeGreaterThan(20)
  expect(manifest.tables.find(({ name }) => name === 'public.transactions')!.rows).toBeGreaterThan(
    600,
  )
  expect(manifest.buckets.flatMap(({ objects }) => objects).length).toBeGreaterThan(2)
  expect((await stat(path.join(saved, 'manifest.json'))).mode & 0o077).toBe(0)

  empty = await openTestStack()
  // Storage goes away before the last object: nothing shows, and the next try goes through.
  const objects = manifest.buckets.flatMap((bucket) => bucket.objects).length
  let seen = 0
  const gone = failingAfter(empty.service, () => seen++ >= objects - 1)
  await expect(restoreBackup(empty.sql, gone, saved, () => {})).rejects.toThrow(
    /Storage is away.*database is as it was/,
  )
  expect(await countRows(empty)).toEqual({ rows: 0, people: 2, objects: objects - 1 })
  await restoreBackup(empty.sql, empty.service, saved, () => {})

  const again = await writeBackup(empty.sql, empty.service, path.join(folder, 'again'), () => {})
  expect({ ...again, createdAt: '' }).toEqual({ ...manifest, createdAt: '' })
  for (const dataset of ['sparkov', 'ulb']) {
    expect(await readRows(empty.sql, dataset)).toEqual(await readRows(desk.sql, dataset))
    expect(await readMonths(empty.sql, dataset)).toEqual(await readMonths(desk.sql, dataset))
  }

  // People sign in with the passwords of the backup; new rows go on where the old ones end.
  const { error } = await empty.pinky.auth.signInWithPassword({
    email: 'pinky@fraud-desk.test',
    password: desk.stack.passwords.pinky,
  })
  expect(error).toBeNull()
  const [row] =
    await empty.sql`select id, occurred_at::text from public.transactions order by id desc limit 1`
  const reviewed = await empty.pinky.rpc('record_review', {
    transaction_id: Number(row!.id),
    occurred_at: row!.occurred_at,
    outcome: 'legitimate',
  })
  expect(reviewed.error).toBeNull()
  await expect(empty.sql`delete from public.reviews`).rejects.toThrow(/only ever added/)
})

/** Storage that takes no more objects as soon as it is told so. */
function failingAfter(service: SupabaseClient, isGone: () => boolean): SupabaseClient {
  const storage = {
    from(bucket: string) {
      const files = service.storage.from(bucket)
      return {
        upload: async (...sent: Parameters<typeof files.upload>) =>
          isGone()
            ? { data: null, error: new Error('Storage is away') }
            : await files.upload(...sent),
        download: (name: string) => files.download(name),
      }
    },
  }
  // No more of a client is needed to restore.
  return { storage } as unknown as SupabaseClient
}

async function countRows({ sql }: TestStack) {
  const [held] = await sql`
    select (select count(*)::int from public.transactions) as rows, (select count(*)::int from auth.users) as people,
      (select count(*)::int from storage.objects) as objects`
  return held
}

test('a project that holds data is left alone, and so is a folder', async () => {
  const saved = path.join(folder, 'saved')
  const used = path.join(folder, 'used')
  await mkdir(used)
  await writeFile(path.join(used, 'letter.txt'), 'mine')
  await expect(writeBackup(desk.sql, desk.service, used, () => {})).rejects.toThrow(/not empty/)
  expect(await readdir(used)).toEqual(['letter.txt'])
  const file = path.join(used, 'letter.txt')
  await expect(writeBackup(desk.sql, desk.service, file, () => {})).rejects.toThrow(/is a file/)
  const begun = path.join(folder, 'begun')
  await mkdir(path.join(begun, 'tables'), { recursive: true })
  await expect(writeBackup(desk.sql, desk.service, begun, () => {})).rejects.toThrow(
    /did not come to its end/,
  )
  await expect(restoreBackup(desk.sql, desk.service, saved, () => {})).rejects.toThrow(/holds data/)
  await expect(writeBackup(desk.sql, desk.service, saved, () => {})).rejects.toThrow(/not empty/)
  await expect(
    restoreBackup(desk.sql, desk.service, path.join(folder, 'none'), () => {}),
  ).rejects.toThrow(/no manifest/)
})

test('a damaged backup is noticed and changes nothing', async () => {
  const other = await openTestStack()
  try {
    const saved = path.join(folder, 'saved')
    const manifest = JSON.parse(await readFile(path.join(saved, 'manifest.json'), 'utf8'))
    const whole = await readFile(fileOfTable(saved, 'public.reviews'))
    await writeFile(
      fileOfTable(saved, 'public.reviews'),
      await readFile(fileOfTable(saved, 'private.keys')),
    )
    await expect(restoreBackup(other.sql, other.service, saved, () => {})).rejects.toThrow()
    await truncate(fileOfTable(saved, 'public.reviews'), 20)
    await expect(restoreBackup(other.sql, other.service, saved, () => {})).rejects.toThrow(
      /Cannot restore public.reviews: .*The database is as it was/,
    )
    await writeFile(fileOfTable(saved, 'public.reviews'), whole)
    manifest.tables.find(({ name }: { name: string }) => name === 'public.transactions').sha256 =
      '0'.repeat(64)
    await writeFile(path.join(saved, 'manifest.json'), JSON.stringify(manifest))
    await expect(restoreBackup(other.sql, other.service, saved, () => {})).rejects.toThrow(
      /not the/,
    )
    const [object] = manifest.buckets.find(({ id }: { id: string }) => id === 'uploads').objects
    await truncate(fileOfObject(saved, 'uploads', object.name), 3)
    await expect(restoreBackup(other.sql, other.service, saved, () => {})).rejects.toThrow(
      /does not hold it as it was saved/,
    )
    await truncate(path.join(saved, 'manifest.json'), 100)
    await expect(restoreBackup(other.sql, other.service, saved, () => {})).rejects.toThrow(
      /of another version or damaged/,
    )
    expect(await countRows(other)).toMatchObject({ rows: 0, people: 2 })
  } finally {
    await other.close()
  }
})
