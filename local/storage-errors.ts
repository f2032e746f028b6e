/** Storage's `code` by the `error` that lite sends; supabase-js tells faults apart by it. */
const CODES: Readonly<Record<string, string>> = {
  'Bucket not found': 'NoSuchBucket',
  Duplicate: 'ResourceAlreadyExists',
  'Invalid key': 'InvalidKey',
  InvalidJWT: 'InvalidJWT',
  InvalidSignature: 'InvalidSignature',
  'Payload too large': 'EntityTooLarge',
  Unauthorized: 'AccessDenied',
  invalid_mime_type: 'InvalidMimeType',
  not_found: 'NoSuchKey',
}

/** Adds the `code` of a hosted project's Storage to a refusal. */
export async function nameFault(response: Response): Promise<Response> {
  if (response.ok || !response.headers.get('content-type')?.includes('json')) return response
  const body = (await response.json()) as { error?: string }
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  const code = CODES[body.error ?? '']
  const named = code === undefined ? body : { ...body, code }
  return new Response(JSON.stringify(named), { status: response.status, headers })
}
