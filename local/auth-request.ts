/** Larger than anything that Auth is sent. */
const MAX_BODY_BYTES = 1_048_576

/** A request whose body was read already; it can be passed on with {@link AuthRequest.asRequest}. */
export type AuthRequest = {
  method: string
  url: URL
  headers: Headers
  body: string
  /** The same request again, with another body where one is given. */
  asRequest(body?: unknown): Request
}

/** Reads a request whole; null when its body is larger than Auth takes, whatever its headers say. */
export async function readAuthRequest(request: Request): Promise<AuthRequest | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return null
  const chunks: Uint8Array[] = []
  let size = 0
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  for await (const chunk of hasBody ? (request.body ?? []) : []) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks).toString('utf8')
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body,
    asRequest(other) {
      const headers = new Headers(request.headers)
      headers.delete('content-length')
      headers.delete('transfer-encoding')
      const sent = other === undefined ? body : JSON.stringify(other)
      const hasContent = hasBody && sent !== ''
      return new Request(request.url, {
        method: request.method,
        headers,
        ...(hasContent ? { body: sent } : {}),
      })
    },
  }
}

/** A body as an object; null where it is none. */
export function parseObject(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : null // an object, whose values stay unknown
  } catch {
    return null
  }
}
