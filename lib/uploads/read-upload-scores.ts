import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const bins = z.array(z.int()).check(z.length(50))

const scoresSchema = z.object({
  threshold: z.number(),
  fraud: bins,
  legitimate: bins,
  unlabelled: bins,
})

/** Rows of a file by fraud score, in 50 equal bins from 0 to 1, and by what they turned out to be. */
export type UploadScores = z.infer<typeof scoresSchema>

/** The scores of the rows that an upload stored; null where nothing was scored or the file is too large for it. */
export function uploadScoresQuery(client: DataClient, uploadId: string) {
  return queryOptions({
    queryKey: ['upload-scores', uploadId],
    queryFn: ({ signal }) =>
      readRpc(
        'read the scores of this file',
        client.rpc('upload_scores', { upload_id: uploadId }).abortSignal(signal),
        z.nullable(scoresSchema),
      ),
  })
}
