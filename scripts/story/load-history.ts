import type { StoryScale } from '../../core/simulator/story-plan.ts'
import { writeHistoryFile } from './story-files.ts'
import { type StoryUpload, uploadStoryFile } from './upload-story-file.ts'

/** Options of {@link loadHistory}. */
export interface HistoryOptions extends StoryUpload {
  /** Where the file is written. */
  folder: string
  scale: StoryScale
}

/**
 * Writes and uploads the two years that train the first model. Doing it again changes nothing; after an
 * interruption it goes on.
 *
 * @returns the rows of the file
 */
export async function loadHistory({
  folder,
  scale,
  ...upload
}: HistoryOptions): Promise<{ rowCount: number }> {
  const { path, rowCount } = await writeHistoryFile({ folder, scale, signal: upload.signal })
  await uploadStoryFile(path, upload)
  return { rowCount }
}
