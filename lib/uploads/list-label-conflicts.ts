import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const source = z.enum(['file', 'review'])

const conflictsSchema = z.object({
  total: z.int().check(z.nonnegative()),
  rows: z.array(
    z.object({
      /** 1-based line in the file. */
      line: z.int(),
      transactionId: z.int(),
      occurredAt: instantSchema,
      amount: z.number(),
      /** True is fraud. */
      storedLabel: z.boolean(),
      storedSource: source,
      fileLabel: z.boolean(),
      /** True once somebody reviewed the transaction after the upload. */
      isSettled: z.boolean(),
    }),
  ),
})

/** Contradictions on a page of the table. */
export const CONFLICTS_PAGE_SIZE = 25

/** One page of the labels of a file that contradict the stored ones, by line. `page` counts from 1. */
export function labelConflictsQuery(client: DataClient, uploadId: string, page = 1) {
  return queryOptions({
    queryKey: ['label-conflicts', uploadId, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      readRpc(
        'list contradicting labels',
        client
          .rpc('upload_label_conflicts', {
            upload_id: uploadId,
            page_size: CONFLICTS_PAGE_SIZE,
            page_offset: (page - 1) * CONFLICTS_PAGE_SIZE,
          })
          .abortSignal(signal),
        conflictsSchema,
      ),
  })
}
