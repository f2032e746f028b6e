import {
  FunctionsFetchError,
  FunctionsHttpError,
  FunctionsRelayError,
  type PostgrestError,
  type PostgrestSingleResponse,
} from '@supabase/supabase-js'
import * as z from 'zod/mini'
import { fail, ok } from '../../core/result.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'
import { HEADER_OBJECT } from './original-file.ts'
import type { UploadPlan } from './plan-upload.ts'
import { type Attempt, type FailedAttempt, isTemporaryStatus } from './retry.ts'
import { type CommitReport, commitReportSchema } from './upload-outcome.ts'

const createdUploadSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['created', 'resumed']),
    upload_id: z.uuid(),
    storage_prefix: z.string(),
    /** Parts that an earlier attempt staged. */
    ingested_parts: z.array(
      z.object({
        number: z.int().check(z.nonnegative()),
        row_count: z.int().check(z.nonnegative()),
        rejected_count: z.int().check(z.nonnegative()),
      }),
    ),
  }),
  z.object({
    status: z.literal('already_committed'),
    upload_id: z.uuid(),
    file_name: z.string(),
    committed_at: z.string(),
  }),
])

const partReportSchema = z.object({
  partNumber: z.int().check(z.nonnegative()),
  rowCount: z.int().check(z.nonnegative()),
  rejectedCount: z.int().check(z.nonnegative()),
  uploadState: z.enum(['receiving', 'ready']),
})

const failureSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.optional(z.record(z.string(), z.unknown())),
  }),
})

const answerSchema = z.object({ data: z.unknown() })

/** An upload that was begun, resumed, or found committed already. */
export type CreatedUpload = z.infer<typeof createdUploadSchema>
export type PartReport = z.infer<typeof partReportSchema>

/** Longer than the platform lets a function run, so that only a dead connection is given up. */
const CALL_TIMEOUT_MS = 160_000

/** Announces a file. */
export async function createUpload(
  client: FraudDeskClient,
  datasetSlug: string,
  file: { name: string; size: number },
  { contentHash, head, parts }: UploadPlan,
): Promise<Attempt<CreatedUpload>> {
  const { data, error, status } = await client.rpc('create_upload', {
    dataset_slug: datasetSlug,
    file_name: file.name,
    file_bytes: file.size,
    content_hash: contentHash,
    column_names: head.columns,
    has_labels: head.hasLabels,
    parts: parts.map(({ number, firstLine, byteCount }) => ({
      number,
      first_line: firstLine,
      byte_count: byteCount,
    })),
  })
  if (error !== null) return explainRpcError(error, status)
  return ok(createdUploadSchema.parse(data))
}

/** Puts a part's rows into Storage; sending it again replaces it. */
export async function sendPart(
  client: FraudDeskClient,
  storagePrefix: string,
  partNumber: number,
  rowBytes: Uint8Array,
): Promise<Attempt<null>> {
  const path = `${storagePrefix}/${String(partNumber).padStart(5, '0')}.csv`
  return await store(client, path, rowBytes, `Part ${partNumber + 1}`)
}

/** Puts what stands before the first row beside the parts: with them it is the original file. */
export async function sendHeader(
  client: FraudDeskClient,
  storagePrefix: string,
  headerBytes: Uint8Array,
): Promise<Attempt<null>> {
  return await store(client, `${storagePrefix}/${HEADER_OBJECT}`, headerBytes, 'The header')
}

async function store(
  client: FraudDeskClient,
  path: string,
  bytes: Uint8Array,
  what: string,
): Promise<Attempt<null>> {
  const { error } = await client.storage
    .from('uploads')
    .upload(path, bytes, { contentType: 'text/csv', upsert: true })
  if (error === null) return ok(null)
  return {
    ...fail('part_not_stored', `${what} could not be stored: ${error.message}.`),
    isTemporary: isTemporaryStatus(error.status ?? 0),
  }
}

/** Has a received part validated, scored and staged. */
export async function ingestPart(
  client: FraudDeskClient,
  uploadId: string,
  partNumber: number,
  signal?: AbortSignal,
): Promise<Attempt<PartReport>> {
  return await callFunction(
    client,
    'ingest-upload',
    { uploadId, partNumber },
    partReportSchema,
    signal,
  )
}

/** Makes a staged upload visible, however long that takes. Harmless to repeat. */
export async function commitUpload(
  client: FraudDeskClient,
  uploadId: string,
  keepGoodRows: boolean,
  signal?: AbortSignal,
): Promise<Attempt<CommitReport>> {
  for (;;) {
    const answer = await callFunction(
      client,
      'commit-upload',
      { uploadId, keepGoodRows },
      commitReportSchema,
      signal,
    )
    // The service has waited for it before it says so.
    if (answer.error?.code !== 'commit_under_way' || signal?.aborted) return answer
  }
}

/** Ends an upload that is not committed, and removes its parts from Storage. */
export async function discardUpload(
  client: FraudDeskClient,
  uploadId: string,
): Promise<Attempt<null>> {
  return await clearAway(client, await client.rpc('discard_upload', { upload_id: uploadId }))
}

/**
 * Takes a committed upload back with all that came from it, and its file. Refused as `later_uploads_depend` while later
 * files were built on it, and as `too_old_to_remove` when what it changed is no longer kept.
 */
export async function removeUpload(
  client: FraudDeskClient,
  uploadId: string,
): Promise<Attempt<null>> {
  return await clearAway(client, await client.rpc('remove_upload', { upload_id: uploadId }))
}

/** Removes the objects that the database names from Storage. */
async function clearAway(
  client: FraudDeskClient,
  { data, error, status }: PostgrestSingleResponse<unknown>,
): Promise<Attempt<null>> {
  if (error !== null) return explainRpcError(error, status)
  const paths = z.array(z.string()).parse(data)
  // What a lost connection leaves behind here is swept later; no row refers to it.
  for (let at = 0; at < paths.length; at += 100) {
    await client.storage.from('uploads').remove(paths.slice(at, at + 100))
  }
  return ok(null)
}

async function callFunction<T>(
  client: FraudDeskClient,
  name: string,
  body: Record<string, unknown>,
  schema: z.ZodMiniType<T>,
  signal: AbortSignal | undefined,
): Promise<Attempt<T>> {
  const { data, error } = await client.functions.invoke(name, {
    body,
    timeout: CALL_TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  })
  if (error === null) return ok(schema.parse(answerSchema.parse(data).data))
  if (error instanceof FunctionsHttpError) return await explainAnswer(error.context as Response)
  const isTemporary = error instanceof FunctionsFetchError || error instanceof FunctionsRelayError
  return { ...fail('unavailable', 'The service cannot be reached. Try again.'), isTemporary }
}

async function explainAnswer(response: Response): Promise<FailedAttempt> {
  const isTemporary = isTemporaryStatus(response.status)
  const parsed = failureSchema.safeParse(await response.json().catch(() => null))
  if (!parsed.success) {
    return {
      ...fail('unavailable', `The service answered ${response.status}. Try again shortly.`),
      isTemporary,
    }
  }
  const { code, message, details } = parsed.data.error
  return { ...fail(code, message), isTemporary, ...(details === undefined ? {} : { details }) }
}

/** Our own functions raise their stable code as the error's detail. */
function explainRpcError(
  { code, message, details }: PostgrestError,
  status: number,
): FailedAttempt {
  if (/^[a-z][a-z_]+$/.test(details ?? '')) return fail(details, message)
  if (status === 401) return fail('not_signed_in', 'Your session has ended. Sign in again.')
  if (status === 403 || code === '42501') {
    return fail('not_allowed', 'Only analysts and admins upload files; ask an admin for the role.')
  }
  const isTemporary = isTemporaryStatus(status)
  if (status === 429)
    return { ...fail('unavailable', message), isTemporary, details: readDetails(details) }
  if (isTemporary) {
    return { ...fail('unavailable', 'The service cannot be reached. Try again.'), isTemporary }
  }
  return fail('refused', `The service refused the upload: ${message}`)
}

/** A rate's refusal says in its details, as JSON, when to come back. */
function readDetails(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch {
    return {}
  }
}
