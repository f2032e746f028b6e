import type { FraudDeskClient } from '../supabase/server-client.ts'
import type { Upload } from './list-uploads.ts'
import { type Attempt, withRetry } from './retry.ts'
import { mayRestart } from './send-parts.ts'
import type { CommitReport } from './upload-outcome.ts'
import { commitUpload, ingestPart } from './upload-service.ts'

const MAX_ATTEMPTS = 5

/**
 * Stores the good rows of an upload whose parts have all arrived, without its file: where others changed the dataset
 * meanwhile, the parts in Storage are ingested again, in order.
 */
export async function keepStagedRows(
  client: FraudDeskClient,
  { id, partCount }: Pick<Upload, 'id' | 'partCount'>,
): Promise<Attempt<CommitReport>> {
  for (let attempt = 1; ; attempt++) {
    const committed = await withRetry(() => commitUpload(client, id, true), undefined)
    if (committed.error === null || attempt === MAX_ATTEMPTS) return committed
    if (!mayRestart(committed.error.code)) return committed
    for (let part = 0; part < partCount; part++) {
      const ingested = await withRetry(() => ingestPart(client, id, part), undefined)
      if (ingested.error === null) continue
      // Somebody was quicker again: the next attempt begins anew.
      if (mayRestart(ingested.error.code)) break
      return ingested
    }
  }
}
