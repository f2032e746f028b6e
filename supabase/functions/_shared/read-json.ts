/** The largest body that a function reads: parts of files go to Storage, not through functions. */
export const MAX_BODY_BYTES = 1_048_576

/** A request's body as JSON; null when it is none, or larger than {@link MAX_BODY_BYTES}, whatever its headers say. */
export async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length
      if (size > MAX_BODY_BYTES) return null
      chunks.push(chunk)
    }
    return JSON.parse(await new Blob(chunks as BlobPart[]).text())
  } catch {
    return null
  }
}
