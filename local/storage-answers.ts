/**
 * Puts right the answers of lite's Storage that supabase-js cannot read: signed URLs are expected as
 * `signedURL` (download) and `url` (upload), relative to /storage/v1.
 */
export async function correctStorageAnswer(
  request: Request,
  response: Response,
): Promise<Response> {
  if (request.method !== 'POST' || !response.ok) return response
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/storage/v1/object/upload/sign/')) {
    const body = (await response.json()) as SignedUpload
    return json(response, { url: relative(body.signedUrl), token: body.token })
  }
  if (pathname.startsWith('/storage/v1/object/sign/')) {
    const body = (await response.json()) as SignedDownload | SignedDownload[]
    return json(response, Array.isArray(body) ? body.map(asSigned) : asSigned(body))
  }
  return response
}

/** What lite answers. */
type SignedUpload = { signedUrl: string; token: string }
type SignedDownload = { signedUrl: string; path?: string; error?: string | null }

function asSigned({ signedUrl, ...rest }: SignedDownload): Record<string, unknown> {
  return { ...rest, signedURL: signedUrl === '' ? null : relative(signedUrl) }
}

function relative(url: string): string {
  return url.replace(/^\/storage\/v1/, '')
}

function json(original: Response, body: unknown): Response {
  const headers = new Headers(original.headers)
  headers.delete('content-length')
  headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(JSON.stringify(body), { status: original.status, headers })
}
