import { STORY_DATASET } from '../../core/simulator/story-plan.ts'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import type { UploadProgress } from '../../lib/uploads/upload-outcome.ts'
import { CommandFailure } from '../command-failure.ts'
import { openFile } from '../ingest/open-file.ts'

/** Who uploads a file of the story, and who hears about it. */
export interface StoryUpload {
  client: FraudDeskClient
  onProgress?: ((progress: UploadProgress) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Uploads a file of the story as any other file comes in. A file that was uploaded before changes
 * nothing, and one that was interrupted goes on. Throws CommandFailure with one sentence.
 */
export async function uploadStoryFile(
  path: string,
  { client, onProgress, signal }: StoryUpload,
): Promise<void> {
  const source = await openFile(path)
  const result = await uploadFile({
    client,
    source,
    datasetSlug: STORY_DATASET,
    onProgress,
    signal,
  })
  if (result.error !== null) throw new CommandFailure(`${source.name}: ${result.error.message}`)
  const { status } = result.data
  if (status === 'committed' || status === 'already_committed') return
  throw new CommandFailure(
    `${source.name}: ${result.data.rejectedCount} rows were rejected, which no row of the story may be. ` +
      'The simulator and the sparkov format disagree; report this.',
  )
}
