import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Month } from '../../core/month.ts'
import { datasetSummarySchema, instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { reasonSchema } from './reason.ts'
import { transactionFields } from './transaction-fields.ts'

const transactionSchema = z.object({
  dataset: datasetSummarySchema,
  ...transactionFields,
  isFraud: z.nullable(z.boolean()),
  labelSource: z.nullable(z.enum(['file', 'review'])),
  labelledAt: z.nullable(instantSchema),
  predictions: z.array(
    z.object({
      version: z.int(),
      family: z.string(),
      fraudScore: z.number(),
      threshold: z.number(),
      isFlagged: z.boolean(),
      isServed: z.boolean(),
      reasons: z.array(reasonSchema),
      scoredAt: instantSchema,
    }),
  ),
  reviews: z.array(
    z.object({
      id: z.int(),
      outcome: z.enum(['fraud', 'legitimate', 'unsure']),
      note: z.nullable(z.string()),
      reviewedBy: z.nullable(z.string()),
      createdAt: instantSchema,
      /** The review that this one takes back. */
      undoes: z.nullable(z.int()),
      isOwn: z.boolean(),
    }),
  ),
  cardHistory: z.array(
    z.object({
      id: z.int(),
      occurredAt: instantSchema,
      amount: z.number(),
      merchant: z.nullable(z.string()),
      place: z.nullable(z.string()),
      isFraud: z.nullable(z.boolean()),
      isFlagged: z.boolean(),
    }),
  ),
})

/** A transaction with all that is known about it; amounts in currency units. */
export type TransactionDetail = z.infer<typeof transactionSchema>
/** What one version said about it. */
export type Prediction = TransactionDetail['predictions'][number]
/** What one person said about it. */
export type Review = TransactionDetail['reviews'][number]
/** Another transaction of its card. */
export type CardTransaction = TransactionDetail['cardHistory'][number]

/** One transaction with predictions, reviews and its card's history; null when the month does not hold it. */
export function transactionQuery(client: DataClient, dataset: string, month: Month, id: number) {
  return queryOptions({
    queryKey: ['transaction', dataset, month, id],
    queryFn: ({ signal }) =>
      readRpc(
        'read this transaction',
        client
          .rpc('get_transaction', {
            dataset_slug: dataset,
            month: `${month}-01`,
            transaction_id: id,
          })
          .abortSignal(signal),
        z.nullable(transactionSchema),
      ),
  })
}
