import { fail } from '../../core/result.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'
import type { Upload } from './list-uploads.ts'
import { type Attempt, type FailedAttempt, withRetry } from './retry.ts'
import { mayRestart } from './send-parts.ts'
import type { CommitReport } from './upload-outcome.ts'
import { commitUpload, ingestPart } from './upload-service.ts'

const MAX_ATTEMPTS = 5

/**
 * Stores the good rows of an upload whose parts have all arrived, without its file: where others changed the dataset
 * meanwhile, or a client ended before it had ingested them again, the parts in Storage are ingested in order. A part
 * that never arrived is `part_not_received`: only the file can bring it.
 */
export async function keepStagedRows(
  client: FraudDeskClient,
  { id, partCount }: Pick<Upload, 'id' | 'partCount'>,
): Promise<Attempt<CommitReport>> {
  for (let attempt = 1; ; attempt++) {
    const committed = await withRetry(() => commitUpload(client, id, true), undefined)
    if (committed.error === null || attempt === MAX_ATTEMPTS) return committed
    const parts = partsToIngest(committed, partCount)
    if (parts.length === 0) return committed
    for (const part of parts) {
      const ingested = await withRetry(() => ingestPart(client, id, part), undefined)
      if (ingested.error === null) continue
      const { code } = ingested.error
      // Somebody was quicker again: the next attempt begins anew.
      if (mayRestart(code) || code === 'previous_part_missing') break
      if (code !== 'part_not_received') return ingested
      return fail(
        code,
        `Part ${part + 1} of the file never arrived. Choose the same file again: only what is missing is sent.`,
      )
    }
  }
}

/** None where ingesting would not help. */
function partsToIngest({ error, details }: FailedAttempt, partCount: number): number[] {
  if (mayRestart(error.code)) return Array.from({ length: partCount }, (_, part) => part)
  if (error.code !== 'upload_incomplete') return []
  return Array.isArray(details?.missingParts) ? details.missingParts.map(Number) : []
}
