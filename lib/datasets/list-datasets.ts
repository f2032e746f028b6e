import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { datasetSummarySchema, monthSchema } from './dataset-summary.ts'

const datasetSchema = z.extend(datasetSummarySchema, {
  monthCount: z.int().check(z.nonnegative()),
  lastMonth: z.nullable(monthSchema),
})

/** A dataset in the switcher. */
export type Dataset = z.infer<typeof datasetSchema>

/** All datasets that the caller may see, with how much they hold. */
export function datasetsQuery(client: DataClient) {
  return queryOptions({
    queryKey: ['datasets'],
    queryFn: ({ signal }) =>
      readRpc(
        'list datasets',
        client.rpc('list_datasets').abortSignal(signal),
        z.array(datasetSchema),
      ),
  })
}
