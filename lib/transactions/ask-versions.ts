import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Month } from '../../core/month.ts'
import { callFunction } from '../supabase/call-function.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'

const opinionSchema = z.object({
  version: z.int(),
  family: z.string(),
  alias: z.nullable(z.enum(['champion', 'challenger'])),
  isServed: z.boolean(),
  hasLearnedFromIt: z.boolean(),
  threshold: z.number(),
  fraudScore: z.nullable(z.number()),
  isFlagged: z.nullable(z.boolean()),
  reason: z.nullable(z.string()),
})

const answerSchema = z.object({ opinions: z.array(opinionSchema) })

/** What one version says of a transaction; without a score there is a reason. */
export type VersionOpinion = z.infer<typeof opinionSchema>

/**
 * Scores a stored transaction with the versions that are kept (at most ten, the newest first). Stores nothing.
 * @throws FunctionCallError, among others with code `transaction_not_found`
 */
export async function askVersions(
  loadClient: () => Promise<FraudDeskClient>,
  dataset: string,
  month: Month,
  transactionId: number,
): Promise<VersionOpinion[]> {
  const body = { dataset, month, transactionId }
  const what = 'ask the other versions'
  const answer = await callFunction(what, loadClient, 'score-transaction', body, answerSchema)
  return answer.opinions
}

/** What every kept version says of a transaction. */
export function versionOpinionsQuery(
  loadClient: () => Promise<FraudDeskClient>,
  dataset: string,
  month: Month,
  transactionId: number,
) {
  return queryOptions({
    queryKey: ['version-opinions', dataset, month, transactionId],
    queryFn: () => askVersions(loadClient, dataset, month, transactionId),
    retry: false,
  })
}
