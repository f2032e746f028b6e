import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const placesSchema = z.object({
  /** Newest first, as the rest. */
  months: z.array(monthSchema),
  uploads: z.array(z.object({ id: z.string(), fileName: z.string() })),
  versions: z.array(z.object({ version: z.int(), family: z.string(), isChampion: z.boolean() })),
})

const foundSchema = z.object({
  id: z.int(),
  dataset: z.string(),
  month: monthSchema,
  occurredAt: instantSchema,
  amount: z.number(),
  currency: z.string(),
  merchant: z.nullable(z.string()),
})

/** Where one can go in a dataset; null for an unknown one. */
export function placesQuery(client: DataClient, dataset: string) {
  return queryOptions({
    queryKey: ['places', dataset],
    queryFn: ({ signal }) =>
      readRpc(
        'list where to go',
        client.rpc('list_places', { dataset_slug: dataset }).abortSignal(signal),
        z.nullable(placesSchema),
      ),
  })
}

/** A transaction by its number, in whichever dataset and month it is; null when there is none. */
export function foundTransactionQuery(client: DataClient, id: number) {
  return queryOptions({
    queryKey: ['found-transaction', id],
    queryFn: ({ signal }) =>
      readRpc(
        'look for this transaction',
        client.rpc('find_transaction', { transaction_id: id }).abortSignal(signal),
        z.nullable(foundSchema),
      ),
  })
}
