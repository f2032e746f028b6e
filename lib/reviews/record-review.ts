import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

/** What a person says about a transaction; `unsure` leaves its label as it is. */
export type ReviewOutcome = 'fraud' | 'legitimate' | 'unsure'

/** A review to record. */
export interface NewReview {
  transactionId: number
  /** As the database wrote it: it leads to the transaction's partition. */
  occurredAt: string
  outcome: ReviewOutcome
  note: string | null
}

/** Records a review, which becomes the transaction's label unless unsure. Returns the review's id. */
export function recordReview(client: DataClient, review: NewReview): Promise<number> {
  return readRpc(
    'record the review',
    client.rpc('record_review', {
      transaction_id: review.transactionId,
      occurred_at: review.occurredAt,
      outcome: review.outcome,
      note: review.note,
    }),
    z.int(),
  )
}
