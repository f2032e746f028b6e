import { BUCKET } from '../artifact-storage.ts'
import type { TrainedDataset } from '../trained-dataset.ts'
import type { TrainingContext } from '../training-job.ts'

/** How many objects Storage is asked to remove at once. */
const REMOVED_AT_ONCE = 100

/**
 * Retires what the dataset's settings do not keep, and removes from Storage what no version needs: artifacts and cards
 * of retired versions, what killed runs left behind, and uploaded files past their days. The row says first that a
 * version never serves again, and last that its artifact is gone, so that a kill in between leaves nothing but work for
 * the next time.
 */
export async function removeUnneeded(
  { sql, storage, log }: TrainingContext,
  { id }: TrainedDataset,
): Promise<void> {
  const [retired] = await sql<{ count: number }[]>`
    select private.retire_old_versions(${id}::smallint) as count`
  const objects = await sql<{ name: string }[]>`
    select name from private.list_unneeded_objects(${id}::smallint)`
  await remove(
    BUCKET,
    objects.map(({ name }) => name),
  )
  await sql`select private.confirm_removed_artifacts(${id}::smallint)`
  if (retired!.count > 0 || objects.length > 0) {
    log('tidy', `${retired!.count} versions retired, ${objects.length} objects removed`)
  }

  for (;;) {
    const expired = await sql<{ upload_id: string; paths: string[] }[]>`
      select * from private.list_expired_files(${id}::smallint)`
    if (expired.length === 0) break
    await remove(
      'uploads',
      expired.flatMap(({ paths }) => paths),
    )
    const ids = expired.map((upload) => upload.upload_id)
    await sql`select private.confirm_removed_files(${ids}::uuid[])`
    log('tidy', `files of ${expired.length} old uploads removed`)
  }

  async function remove(bucket: string, paths: readonly string[]): Promise<void> {
    for (let at = 0; at < paths.length; at += REMOVED_AT_ONCE) {
      const { error } = await storage.storage
        .from(bucket)
        .remove(paths.slice(at, at + REMOVED_AT_ONCE))
      if (error) {
        throw new Error(
          `Cannot remove what is not kept any longer from ${bucket}: ${error.message}. The next run tries again.`,
          { cause: error },
        )
      }
    }
  }
}
