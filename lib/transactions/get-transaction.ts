import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import type { Month } from '@/core/month.ts'
import { datasetSummarySchema, instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { reasonSchema } from './reason.ts'

const transactionSchema = z.object({
  dataset: datasetSummarySchema,
  id: z.int(),
  occurredAt: instantSchema,
  amount: z.number(),
  merchant: z.string().nullable(),
  category: z.string().nullable(),
  place: z.string().nullable(),
  cardLast4: z.string().nullable(),
  isFraud: z.boolean().nullable(),
  labelSource: z.enum(['file', 'review']).nullable(),
  labelledAt: instantSchema.nullable(),
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
      note: z.string().nullable(),
      reviewedBy: z.string().nullable(),
      createdAt: instantSchema,
    }),
  ),
  cardHistory: z.array(
    z.object({
      id: z.int(),
      occurredAt: instantSchema,
      amount: z.number(),
      merchant: z.string().nullable(),
      isFraud: z.boolean().nullable(),
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
        transactionSchema.nullable(),
      ),
  })
}
