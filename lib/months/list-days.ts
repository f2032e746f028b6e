import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Month } from '../../core/month.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const daySchema = z.object({
  /** 1 to 31. */
  day: z.int(),
  flaggedCount: z.int(),
  /** Known fraud, flagged or not. */
  fraudCount: z.int(),
  missedCount: z.int(),
})

/** A day of a month's calendar. */
export type Day = z.infer<typeof daySchema>

/** Every day of a month in order, also those on which nothing happened. */
export function daysQuery(client: DataClient, dataset: string, month: Month) {
  return queryOptions({
    queryKey: ['days', dataset, month],
    queryFn: ({ signal }) =>
      readRpc(
        `read the days of ${month}`,
        client
          .rpc('list_days', { dataset_slug: dataset, month: `${month}-01` })
          .abortSignal(signal),
        z.array(daySchema),
      ),
  })
}
