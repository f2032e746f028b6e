import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const count = z.int().nonnegative()

const uploadSchema = z.object({
  id: z.uuid(),
  dataset: z.string(),
  currency: z.string(),
  uploadedBy: z.string().nullable(),
  fileName: z.string(),
  fileBytes: count,
  state: z.enum(['receiving', 'ready', 'committed', 'discarded']),
  hasLabels: z.boolean(),
  partCount: count,
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

/** One page of the uploads that the caller may see, newest first. `page` counts from 1. */
export function uploadsQuery(client: DataClient, page = 1) {
  return queryOptions({
    queryKey: ['uploads', page],
    queryFn: ({ signal }) =>
      readRpc(
        'list uploads',
        client
          .rpc('list_uploads', {
            page_size: UPLOADS_PAGE_SIZE,
            page_offset: (page - 1) * UPLOADS_PAGE_SIZE,
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
        uploadSchema.nullable(),
      ),
  })
}
