import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { datasetSummarySchema, instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { reasonSchema } from '../transactions/reason.ts'
import { transactionFields } from '../transactions/transaction-fields.ts'

const itemSchema = z.object({
  ...transactionFields,
  month: monthSchema,
  fraudScore: z.number(),
  threshold: z.number(),
  reasons: z.array(reasonSchema),
})

const claimSchema = z.object({
  transactionId: z.int(),
  /** E-mail address; null for somebody who left. */
  by: z.nullable(z.string()),
  isOwn: z.boolean(),
  since: instantSchema,
})

const todaySchema = z.object({ fraud: z.int(), legitimate: z.int(), unsure: z.int(), own: z.int() })

const queueSchema = z.object({
  dataset: datasetSummarySchema,
  /** Flags without a label, those that somebody could not tell included. */
  waitingCount: z.int(),
  items: z.array(itemSchema),
  claims: z.array(claimSchema),
  today: todaySchema,
})

/** The riskiest flags that nobody has judged, who is looking at what, and what was done today (UTC). */
export type ReviewQueue = z.infer<typeof queueSchema>
/** A flag that waits for somebody's word; its amount is in currency units. */
export type QueueItem = z.infer<typeof itemSchema>
/** Somebody looks at a transaction right now. */
export type Claim = z.infer<typeof claimSchema>

/** A dataset's review queue; null for an unknown dataset. */
export function reviewQueueQuery(client: DataClient, dataset: string) {
  return queryOptions({
    queryKey: ['review-queue', dataset],
    queryFn: ({ signal }) =>
      readRpc(
        'read the review queue',
        client.rpc('review_queue', { dataset_slug: dataset }).abortSignal(signal),
        z.nullable(queueSchema),
      ),
  })
}

/**
 * Says that the caller looks at a transaction, for two minutes. Whoever is there already stays unless `takeOver`.
 * Returns everybody's claims in its dataset.
 */
export function claimReview(
  client: DataClient,
  item: Pick<QueueItem, 'id' | 'occurredAt'>,
  takeOver = false,
): Promise<Claim[]> {
  return readRpc(
    'say who is looking at this',
    client.rpc('claim_review', {
      transaction_id: item.id,
      occurred_at: item.occurredAt,
      take_over: takeOver,
    }),
    z.array(claimSchema),
  )
}

/** Takes back what the caller said last about a transaction; its label is what it was before. */
export function undoReview(client: DataClient, reviewId: number): Promise<number> {
  return readRpc(
    'take the review back',
    client.rpc('undo_review', { review_id: reviewId }),
    z.int(),
  )
}
