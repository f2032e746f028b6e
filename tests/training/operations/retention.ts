import { expect, test } from 'vitest'
import type { GetOperations } from './open-operations.ts'

/** What the settings do not keep is removed. */
export function testRetention(desk: GetOperations): void {
  test('old artifacts leave row and Storage together, but never the champion or the one before', async () => {
    await desk().set({ keep_artifacts: 1 })
    const { code, err } = await desk().runTrainer(['catch-up', '--dataset', 'ulb'])
    expect(code, err).toBe(0)
    const rows = await desk().sql`
      select version.version, version.retired_at is not null as retired,
             version.artifact_removed_at is not null as removed,
             exists (select 1 from storage.objects where bucket_id = 'models' and name = version.artifact_path) as stored
      from public.model_versions as version order by version.version`
    const champion = (await desk().served())!.version
    const kept = rows.filter((row) => !row.retired).map((row) => row.version)
    expect(kept).toContain(champion)
    expect(kept).toContain(champion - 1)
    expect(rows.filter((row) => row.retired).map((row) => row.version)).toEqual([1, 2])
    for (const row of rows) {
      expect(row.removed).toBe(row.retired)
      expect(row.stored).toBe(!row.retired)
    }
  })

  test('uploaded files go after their days, and the rows stay', async () => {
    await desk().sql`update public.uploads set committed_at = now() - interval '100 days'`
    const [before] = await desk().sql`select count(*)::integer as count from public.transactions`
    const { code } = await desk().runTrainer(['catch-up', '--dataset', 'ulb'])
    expect(code).toBe(0)
    const left = await desk().sql`select name from storage.objects where bucket_id = 'uploads'`
    expect(left).toEqual([])
    const [after] = await desk().sql`
      select count(*)::integer as count, (select bool_and(files_removed_at is not null) from public.uploads) as noted
      from public.transactions`
    expect(after).toEqual({ count: before!.count, noted: true })
  })
}
