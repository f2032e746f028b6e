import { parentPort, workerData } from 'node:worker_threads'
import { createClient } from '@supabase/supabase-js'
import type { Database } from '../../lib/supabase/database.types.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { generatedFile } from './generated-file.ts'

/** What the worker is told. */
export interface UploadJob {
  url: string
  publishableKey: string
  accessToken: string
  megabytes: number
}

/** What it tells when it has ended. */
export type UploadEnd = { uploadId: string; rowCount: number; seconds: number } | { error: string }

// In a thread of its own: what is measured beside it must not wait for its reading and hashing.
const { url, publishableKey, accessToken, megabytes } = workerData as UploadJob
const client = createClient<Database>(url, publishableKey, {
  accessToken: async () => accessToken,
})
const begun = performance.now()
const file = generatedFile(`beside-${Date.now()}.csv`, megabytes * 1_000_000)
const { data, error } = await uploadFile({ client, datasetSlug: 'ulb', source: file })
const end: UploadEnd =
  error !== null
    ? { error: `${error.code}: ${error.message}` }
    : data.status === 'committed'
      ? {
          uploadId: data.uploadId,
          rowCount: file.rowCount,
          seconds: Math.round((performance.now() - begun) / 1000),
        }
      : { error: data.status }
parentPort!.postMessage(end)
