import { createHash } from 'node:crypto'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { fail, ok, type Result } from '../core/result.ts'
import { type ModelArtifact, parseModelArtifact } from '../core/scoring/model-artifact.ts'

/** Where models and their cards lie. */
export const BUCKET = 'models'

/** Opens Storage with the secret key: the trainer is the only one who writes models. */
export function openStorage(url: string, secretKey: string): SupabaseClient {
  return createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
}

/** The sha256 of bytes, in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Where a run's artifact lies. Runs never share a path, so that an orphan of a broken run disturbs nobody. */
export function artifactPath(datasetSlug: string, runId: number): string {
  return `${datasetSlug}/run-${runId}/model.fdm`
}

/** Where the model card of the artifact at a path lies. */
export function cardPath(pathOfArtifact: string): string {
  return pathOfArtifact.replace(/[^/]*$/, 'model-card.md')
}

/**
 * Stores an artifact, or what belongs to it, and reads it back: returns the hash of what Storage holds now.
 * Throws when it cannot be stored or read.
 */
export async function storeArtifact(
  storage: SupabaseClient,
  path: string,
  bytes: Uint8Array,
  contentType = 'application/octet-stream',
): Promise<{ sha256: string }> {
  const { error } = await storage.storage
    .from(BUCKET)
    .upload(path, bytes, { contentType, upsert: true })
  if (error) {
    throw new Error(
      `Cannot store the model at ${path}: ${error.message}. Check the project's secret key and the bucket "${BUCKET}".`,
      { cause: error },
    )
  }
  return { sha256: sha256(await downloadArtifact(storage, path)) }
}

/**
 * Reads a published artifact and refuses any that is gone or whose hash is not the recorded one.
 * Throws Error when Storage does not answer: that says nothing about the artifact.
 */
export async function readArtifact(
  storage: SupabaseClient,
  path: string,
  expectedSha256: string,
): Promise<Result<ModelArtifact, string>> {
  let bytes: Uint8Array
  try {
    bytes = await downloadArtifact(storage, path)
  } catch (error) {
    if (!(error instanceof Error && isMissing(error.cause))) throw error
    return fail('artifact_missing', error.message)
  }
  const actual = sha256(bytes)
  if (actual !== expectedSha256) {
    return fail(
      'artifact_damaged',
      `The artifact at ${path} has the sha256 ${actual.slice(0, 12)}…, ${expectedSha256.slice(0, 12)}… was published.`,
    )
  }
  const parsed = parseModelArtifact(bytes)
  return parsed.error ? parsed : ok(parsed.data)
}

function isMissing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  return (
    ('status' in error && error.status === 404) ||
    ('statusCode' in error && error.statusCode === '404')
  )
}

/** The bytes at a path, whatever they are. Throws Error when they cannot be read. */
export async function downloadArtifact(storage: SupabaseClient, path: string): Promise<Uint8Array> {
  const { data, error } = await storage.storage.from(BUCKET).download(path)
  if (error)
    throw new Error(`Cannot read the model at ${path}: ${error.message}.`, { cause: error })
  return new Uint8Array(await data.arrayBuffer())
}
