import * as z from 'zod/mini'
import type { FraudDeskClient } from '../supabase/server-client.ts'

const answerSchema = z.object({
  data: z.object({
    runId: z.int(),
    /** Whether the workflow that trains was told. The request waits in any case. */
    dispatch: z.enum(['sent', 'failed', 'nothing_waits', 'not_configured']),
  }),
})
const failureSchema = z.object({ error: z.object({ message: z.string() }) })

/** A recorded request for a training run. */
export type RetrainingRequest = z.output<typeof answerSchema>['data']

/**
 * Asks for a training run; a request that still waits is not doubled. Admins only; the reason is kept in the log.
 * Throws Error with a sentence.
 */
export async function requestRetraining(
  loadClient: () => Promise<FraudDeskClient>,
  dataset: string,
  reason: string,
): Promise<RetrainingRequest> {
  const client = await loadClient()
  const { data, error } = await client.functions.invoke('request-retraining', {
    body: { dataset, reason },
  })
  if (error === null) return answerSchema.parse(data).data
  const answer = failureSchema.safeParse(
    error.context instanceof Response ? await error.context.json().catch(() => null) : null,
  )
  throw new Error(
    answer.success
      ? `Cannot request retraining: ${answer.data.error.message}`
      : 'Cannot request retraining: the service cannot be reached. Try again.',
    { cause: error },
  )
}
