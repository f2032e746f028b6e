import * as z from 'zod/mini'
import { callFunction } from '../supabase/call-function.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'

const answerSchema = z.object({
  runId: z.int(),
  /** Whether the workflow that trains was told. The request waits in any case. */
  dispatch: z.enum(['sent', 'failed', 'nothing_waits', 'not_configured']),
})

/** A recorded request for a training run. */
export type RetrainingRequest = z.output<typeof answerSchema>

/**
 * Asks for a training run; a request that still waits is not doubled. Admins only; the reason is kept in the log.
 * @throws FunctionCallError with a sentence
 */
export function requestRetraining(
  loadClient: () => Promise<FraudDeskClient>,
  dataset: string,
  reason: string,
): Promise<RetrainingRequest> {
  return callFunction(
    'request retraining',
    loadClient,
    'request-retraining',
    { dataset, reason },
    answerSchema,
  )
}
