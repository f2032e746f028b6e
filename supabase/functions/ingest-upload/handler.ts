import { z } from 'zod'
import { type Admission, admitCaller } from '../_shared/admit-caller.ts'
import { type Log, type Outcome, refuse } from '../_shared/http.ts'
import { readJson } from '../_shared/read-json.ts'
import { ingestPart, type PartReport } from './ingest-part.ts'
import type { IngestStore } from './ingest-store.ts'

const bodySchema = z.strictObject({
  uploadId: z.uuid(),
  partNumber: z.int().nonnegative().max(1_000_000),
})

/** What the handler works with; tests pass their own. */
export interface IngestContext extends Admission {
  store: IngestStore
  /** The present, in milliseconds since the epoch. */
  now: number
  log: Log
}

/**
 * Stages one part of an upload: POST {uploadId, partNumber}. The caller is identified first, then their right is asked
 * of the database, and only then is anything that they sent read.
 */
export async function handleIngest(
  request: Request,
  { authenticate, store, now, log }: IngestContext,
): Promise<Outcome<PartReport>> {
  const caller = await admitCaller(request, { authenticate, store }, 'upload files')
  if (caller.error !== null) return caller
  const { userId, role } = caller.data
  const body = bodySchema.safeParse(await readJson(request))
  if (!body.success) {
    return refuse('invalid_request', 'Send {"uploadId": a uuid, "partNumber": a number from 0}.')
  }
  const part = await store.findPart(body.data.uploadId, body.data.partNumber)
  if (part === null || (role !== 'admin' && part.uploadedBy !== userId)) {
    return refuse(
      'upload_not_found',
      'There is no such part of an upload of yours. Begin the upload again.',
    )
  }
  return ingestPart(part, { store, now, log })
}
