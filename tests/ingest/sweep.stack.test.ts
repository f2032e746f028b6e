import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepUploads } from '../../lib/uploads/sweep-uploads.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { asFile, ulbTable } from './sample-files.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

const table = ulbTable({ count: 60 })
let stack: TestStack

beforeAll(async () => {
  stack = await openTestStack()
})
afterAll(() => stack?.close())

async function partsOf(uploadId: string): Promise<number> {
  const [row] = await stack.sql`
    select count(*)::int as count from storage.objects
    where bucket_id = 'uploads' and name like ${`%/${uploadId}/%`}`
  return row!.count
}

test('a day after their last part, uploads that nobody finished are gone with their parts', async () => {
  const held = []
  for (const rows of [table.rows, table.rows.slice(1)]) {
    const source = asFile('held.csv', { ...table, rows: ['nonsense', ...rows] })
    const result = await uploadFile({ client: stack.pinky, source, partBytes: 5_000 })
    expect(result.data?.status).toBe('needs_decision')
    held.push(result.data!.uploadId)
  }
  const committed = await uploadFile({ client: stack.pinky, source: asFile('good.csv', table) })
  const [abandoned, fresh] = held as [string, string]
  await stack.sql`
    update public.uploads set updated_at = now() - interval '25 hours' where id = ${abandoned}`
  await stack.sql`
    update storage.objects set created_at = now() - interval '25 hours', updated_at = now() - interval '25 hours'
    where name like ${`%/${abandoned}/%`}`
  const parts = await partsOf(abandoned)
  expect(parts).toBeGreaterThan(1)

  const supabase = { url: stack.stack.apiUrl, secretKey: stack.stack.secretKey }
  expect(await sweepUploads(supabase)).toEqual({ sweptCount: 1, removedCount: parts })
  expect(await partsOf(abandoned)).toBe(0)
  expect(await partsOf(fresh)).toBe(parts)
  expect(await partsOf(committed.data!.uploadId)).toBeGreaterThan(0)
  const states =
    await stack.sql`select id, state from public.uploads where id in ${stack.sql(held)}`
  expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
    new Map([
      [abandoned, 'discarded'],
      [fresh, 'ready'],
    ]),
  )
  expect(await sweepUploads(supabase)).toEqual({ sweptCount: 0, removedCount: 0 })
})

test('whoever has no secret key sweeps nothing', async () => {
  const supabase = { url: stack.stack.apiUrl, secretKey: stack.stack.publishableKey }
  await expect(sweepUploads(supabase)).rejects.toThrow('Cannot sweep uploads')
})
