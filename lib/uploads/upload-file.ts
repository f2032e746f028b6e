import { DEFAULT_PART_BYTES } from '../../core/ingest/plan-parts.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'
import { chooseDataset } from './choose-dataset.ts'
import { commitParts } from './commit-parts.ts'
import { planUpload, type UploadPlan } from './plan-upload.ts'
import { withRetry } from './retry.ts'
import { PartsPipeline } from './send-parts.ts'
import type { RetryWait, UploadFaultCode, UploadOutcome, UploadProgress } from './upload-outcome.ts'
import { createUpload, discardUpload, sendHeader } from './upload-service.ts'
import type { UploadSource } from './upload-source.ts'

/** What to upload, and how. */
export interface UploadRequest {
  client: FraudDeskClient
  source: UploadSource
  /** Where to; the dataset that is named like the file's format unless given. */
  datasetSlug?: string | undefined
  /** With rejected rows: true keeps the good ones, false discards all, and undefined asks (`needs_decision`). */
  keepGoodRows?: boolean | undefined
  onProgress?: ((progress: UploadProgress) => void) | undefined
  signal?: AbortSignal | undefined
  partBytes?: number | undefined
}

/**
 * The one way in for files: recognise, cut into parts, send, ingest, commit. The same for browser and command line.
 * A file that was begun before is resumed, one that is committed already is recognised. On failure nothing is visible,
 * and calling again goes on where it ended.
 */
export async function uploadFile({
  client,
  source,
  datasetSlug,
  keepGoodRows,
  onProgress = () => {},
  signal,
  partBytes = DEFAULT_PART_BYTES,
}: UploadRequest): Promise<Result<UploadOutcome, UploadFaultCode>> {
  const progress: UploadProgress = {
    phase: 'reading',
    bytesDone: 0,
    bytesTotal: source.size,
    rowsDone: 0,
    rejected: 0,
  }
  const report = (changes: Partial<UploadProgress>) => {
    Object.assign(progress, { retry: null }, changes)
    onProgress({ ...progress })
  }
  const onWait = (retry: RetryWait) => report({ retry })

  const planned = await readPlan()
  if (planned.error !== null) return planned
  const plan = planned.data
  const chosen = await chooseDataset(client, plan.head.profile, source.name, datasetSlug, signal)
  if (chosen.error !== null) return chosen
  const dataset = chosen.data

  const created = await withRetry(() => createUpload(client, dataset, source, plan), signal, onWait)
  if (created.error !== null) return created
  const upload = created.data
  const uploadId = upload.upload_id
  if (upload.status === 'already_committed') {
    const { file_name: fileName, committed_at: committedAt } = upload
    return ok({ status: 'already_committed', uploadId, dataset, fileName, committedAt })
  }

  progress.bytesTotal = plan.byteCount
  progress.uploadId = uploadId
  const pipeline = new PartsPipeline(
    {
      client,
      source,
      plan,
      uploadId,
      storagePrefix: upload.storage_prefix,
      signal,
      onWait,
      onProgress({ sentBytes, ingestedBytes, rowCount, rejectedCount }) {
        report({
          phase: 'sending',
          // A byte is half done when it is sent and wholly when it is staged.
          bytesDone: (sentBytes + ingestedBytes) / 2,
          rowsDone: rowCount,
          rejected: rejectedCount,
        })
      },
    },
    upload.ingested_parts.map((part) => ({
      partNumber: part.number,
      rowCount: part.row_count,
      rejectedCount: part.rejected_count,
    })),
  )
  const header = await withRetry(
    () => sendHeader(client, upload.storage_prefix, plan.head.headerBytes),
    signal,
  )
  if (header.error !== null) return header
  const sent = await pipeline.run()
  if (sent.error !== null) {
    // What was staged is a mixture of two files.
    if (sent.error.code === 'file_changed') {
      await withRetry(() => discardUpload(client, uploadId), signal)
    }
    return sent
  }
  const onCommit = () => report({ phase: 'committing' })
  return await commitParts(pipeline, {
    client,
    uploadId,
    dataset,
    keepGoodRows,
    signal,
    onWait,
    onCommit,
  })

  async function readPlan(): Promise<Result<UploadPlan, UploadFaultCode>> {
    try {
      return await planUpload(source, {
        partBytes,
        onBytes: (byteCount) => report({ bytesDone: progress.bytesDone + byteCount }),
        ...(signal === undefined ? {} : { signal }),
      })
    } catch (error) {
      if (signal?.aborted) return fail('cancelled', 'The upload was cancelled.')
      throw error
    }
  }
}
