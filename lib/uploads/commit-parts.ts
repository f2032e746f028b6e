import { ok, type Result } from '../../core/result.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'
import { withRetry } from './retry.ts'
import { mayRestart, type PartsPipeline } from './send-parts.ts'
import type { RetryWait, UploadFaultCode, UploadOutcome } from './upload-outcome.ts'
import { commitUpload, discardUpload } from './upload-service.ts'

const MAX_ATTEMPTS = 5

/** An upload whose parts are all staged. */
export interface StagedUpload {
  client: FraudDeskClient
  uploadId: string
  /** Slug of its dataset. */
  dataset: string
  /** With rejected rows: true keeps the good ones, false discards all, and undefined asks (`needs_decision`). */
  keepGoodRows: boolean | undefined
  signal: AbortSignal | undefined
  onWait: (wait: RetryWait) => void
  /** Told before each commit. */
  onCommit: () => void
}

/**
 * Makes a staged upload visible. Where others changed the dataset meanwhile, or staged rows were lost, the pipeline
 * ingests the parts again, and the commit follows once more; five times at most.
 */
export async function commitParts(
  pipeline: PartsPipeline,
  upload: StagedUpload,
): Promise<Result<UploadOutcome, UploadFaultCode>> {
  const { client, uploadId, keepGoodRows, signal, onWait, onCommit } = upload
  for (let attempt = 1; ; attempt++) {
    onCommit()
    const committed = await withRetry(
      () => commitUpload(client, uploadId, keepGoodRows === true, signal),
      signal,
      onWait,
    )
    if (committed.error === null) return committed
    const { details = {} } = committed
    const { code } = committed.error
    if (code === 'rejected_rows_need_a_decision' || (code === 'no_good_rows' && !keepGoodRows)) {
      return await decide(upload, Number(details.rejectedCount), Number(details.goodCount ?? 0))
    }
    const mustIngestAgain = mayRestart(code) || code === 'upload_incomplete'
    if (!mustIngestAgain || attempt === MAX_ATTEMPTS) return committed
    const { missingParts } = details
    const missing = Array.isArray(missingParts) ? missingParts.map(Number) : undefined
    const again = await pipeline.ingestAgain(missing)
    if (again.error !== null) return again
  }
}

async function decide(
  { client, uploadId, dataset, keepGoodRows, signal }: StagedUpload,
  rejectedCount: number,
  goodCount: number,
): Promise<Result<UploadOutcome, UploadFaultCode>> {
  if (keepGoodRows === undefined) {
    const rowCount = rejectedCount + goodCount
    return ok({ status: 'needs_decision', uploadId, dataset, rowCount, rejectedCount, goodCount })
  }
  const discarded = await withRetry(() => discardUpload(client, uploadId), signal)
  if (discarded.error !== null) return discarded
  return ok({ status: 'discarded', uploadId, dataset, rejectedCount })
}
