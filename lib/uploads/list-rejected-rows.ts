import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const rejectedRowSchema = z.object({
  /** 1-based line in the file. */
  line: z.int(),
  column: z.string(),
  /** `[personal]` for columns that are never stored. */
  value: z.string(),
  code: z.string(),
  message: z.string(),
})

const rejectedRowsSchema = z.object({
  total: z.int().check(z.nonnegative()),
  codes: z.array(z.object({ code: z.string(), column: z.string(), count: z.int() })),
  rows: z.array(rejectedRowSchema),
})

/** One fault of one refused row. */
export type RejectedRow = z.infer<typeof rejectedRowSchema>

/** How often a code occurs, and in which columns, the commonest first. */
export interface CodeCount {
  code: string
  count: number
  columns: string[]
}

/** Adds up the counts of a code over its columns, the commonest code first. */
export function countByCode(
  counts: readonly { code: string; column: string; count: number }[],
): CodeCount[] {
  const codes = new Map<string, CodeCount>()
  for (const { code, column, count } of counts) {
    const known = codes.get(code) ?? { code, count: 0, columns: [] }
    known.count += count
    known.columns.push(column)
    codes.set(code, known)
  }
  return [...codes.values()].sort(
    (left, right) => right.count - left.count || left.code.localeCompare(right.code),
  )
}

/** Faults on a page of the table. */
export const REJECTED_PAGE_SIZE = 100

/** One page of an upload's refused rows by line, with how often each fault occurs. `page` counts from 1. */
export function rejectedRowsQuery(client: DataClient, uploadId: string, page = 1) {
  return queryOptions({
    queryKey: ['rejected-rows', uploadId, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      readRpc(
        'list rejected rows',
        client
          .rpc('list_rejected_rows', {
            upload_id: uploadId,
            page_size: REJECTED_PAGE_SIZE,
            page_offset: (page - 1) * REJECTED_PAGE_SIZE,
          })
          .abortSignal(signal),
        rejectedRowsSchema,
      ),
  })
}

const CHUNK = 1000

/** Reads all refused rows of an upload, a thousand at a time. */
export async function* readRejectedRows(
  client: DataClient,
  uploadId: string,
): AsyncGenerator<RejectedRow[]> {
  for (let offset = 0; ; offset += CHUNK) {
    const { rows } = await readRpc(
      'read rejected rows',
      client.rpc('list_rejected_rows', {
        upload_id: uploadId,
        page_size: CHUNK,
        page_offset: offset,
      }),
      rejectedRowsSchema,
    )
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
  }
}
