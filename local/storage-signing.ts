import { errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { AskLite } from './auth-routes.ts'

const signedSchema = z.object({ signedUrl: z.string(), token: z.string().optional() })
const bulkSchema = z.object({ expiresIn: z.number(), paths: z.array(z.string()) })

/** Gives lite's signed URL the names under which supabase-js looks for it, relative to /storage/v1. */
export async function correctSignedUrl(response: Response): Promise<Response> {
  if (!response.ok) return response
  const { signedUrl, token } = signedSchema.parse(await response.json())
  const url = signedUrl.replace(/^\/storage\/v1/, '')
  return Response.json(token === undefined ? { signedURL: url } : { url, token })
}

/** Signs many objects of a bucket, one by one: lite's own route for it is never reached. */
export async function signInBulk(request: Request, ask: AskLite): Promise<Response> {
  const parsed = bulkSchema.safeParse(await request.json().catch(() => null))
  if (!parsed.success) return fault('invalid_request', parsed.error.message)
  const { expiresIn, paths } = parsed.data
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const base = request.url.replace(/\/$/, '')
  const results = await Promise.all(
    paths.map(async (path) => {
      const key = path.split('/').map(encodeURIComponent).join('/')
      const body = JSON.stringify({ expiresIn })
      const one = await ask(new Request(`${base}/${key}`, { method: 'POST', headers, body }))
      if (!one.ok)
        return {
          path,
          signedURL: null,
          error: 'Either the object does not exist or you do not have access to it',
        }
      const { signedURL } = (await (await correctSignedUrl(one)).json()) as { signedURL: string }
      return { path, signedURL, error: null }
    }),
  )
  return Response.json(results)
}

/**
 * Checks the token of a signed URL before lite does, which answers an expired one with 500.
 * @returns the refusal, or null when the token is good for this object
 */
export async function refuseBadToken(url: URL, jwtSecret: string): Promise<Response | null> {
  try {
    const key = new TextEncoder().encode(jwtSecret)
    const { payload } = await jwtVerify(url.searchParams.get('token') ?? '', key, {
      algorithms: ['HS256'],
    })
    const [, , , , ...rest] = url.pathname
      .replace('/object/upload/sign/', '/object/sign/')
      .split('/')
    const object = decodeURIComponent(rest.slice(1).join('/'))
    if (`${payload.bucket}/${payload.sub}` === object) return null
    return fault('InvalidSignature', 'The url does not match the signature')
  } catch (error) {
    const message = error instanceof errors.JOSEError ? error.message : 'The url is not valid'
    return fault('InvalidJWT', message)
  }
}

function fault(error: string, message: string): Response {
  return Response.json({ statusCode: '400', error, message }, { status: 400 })
}
