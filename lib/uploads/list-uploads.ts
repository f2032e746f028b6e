import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { allUploads, type HistoryFilters, uploadStates } from './history-filters.ts'

const count = z.int().check(z.nonnegative())

const uploadSchema = z.object({
  id: z.uuid(),
  dataset: z.string(),
  currency: z.string(),
  uploadedBy: z.nullable(z.string()),
  /** True for the reader's own. */
  isOwn: z.boolean(),
  fileName: z.string(),
  fileBytes: count,
  state: z.enum(uploadStates),
  hasLabels: z.boolean(),
  partCount: count,
  /** How much of it was validated and staged so far; the parts stay with a committed upload. */
  staged: z.object({ partCount: count, rowCount: count, rejectedCount: count }),
  rowCount: count,
  acceptedCount: count,
  rejectedCount: count,
  knownCount: count,
  scoredCount: count,
  labelsAddedCount: count,
  labelConflictCount: count,
  flaggedCount: count,
  flaggedAmount: z.number(),
  months: z.array(monthSchema),
  createdAt: instantSchema,
  committedAt: z.nullable(instantSchema),
})

const uploadsSchema = z.object({ total: count, rows: z.array(uploadSchema) })

/** One upload and how it ended; counts are final once it is committed. */
export type Upload = z.infer<typeof uploadSchema>

/** Rows of the uploads table on a page. */
export const UPLOADS_PAGE_SIZE = 25

/** One page of the uploads that the caller may see, newest first. */
export function uploadsQuery(client: DataClient, filters: HistoryFilters = allUploads) {
  return queryOptions({
    queryKey: ['uploads', filters],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      readRpc(
        'list uploads',
        client
          .rpc('list_uploads', {
            page_size: UPLOADS_PAGE_SIZE,
            page_offset: (filters.page - 1) * UPLOADS_PAGE_SIZE,
            dataset_slug: filters.dataset,
            state: filters.state,
          })
          .abortSignal(signal),
        uploadsSchema,
      ),
  })
}

/** One upload; null when there is none that the caller may see. */
export function uploadQuery(client: DataClient, id: string) {
  return queryOptions({
    queryKey: ['upload', id],
    queryFn: ({ signal }) =>
      readRpc(
        'read this upload',
        client.rpc('get_upload', { upload_id: id }).abortSignal(signal),
        z.nullable(uploadSchema),
      ),
  })
}

/** When the file of an upload was removed from Storage, as the dataset's settings say; null while it is kept. */
export function filesRemovedQuery(client: DataClient, id: string) {
  return queryOptions({
    queryKey: ['upload-files-removed', id],
    queryFn: async ({ signal }) => {
      const row = await readRpc(
        'read whether the file is kept',
        client
          .from('uploads')
          .select('files_removed_at')
          .eq('id', id)
          .abortSignal(signal)
          .maybeSingle(),
        z.nullable(z.object({ files_removed_at: z.nullable(instantSchema) })),
      )
      return row?.files_removed_at ?? null
    },
  })
}
