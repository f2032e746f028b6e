import { createServerClient } from '@supabase/ssr'
import { type NextRequest, NextResponse } from 'next/server'
import { logLine } from '@/core/log-line.ts'
import { PATH_HEADER } from '@/lib/auth/path-header.ts'
import { readSupabaseConfig } from '@/lib/env.ts'
import { contentSecurityPolicy } from '@/lib/http/content-security-policy.ts'
import { findActionFault } from '@/lib/http/find-action-fault.ts'
import { isForeignMutation } from '@/lib/http/is-foreign-mutation.ts'
import { isSecure } from '@/lib/http/is-secure.ts'
import { sessionCookieOptions } from '@/lib/supabase/session-cookies.ts'
import { shareRefreshes } from '@/lib/supabase/shared-refresh.ts'

const sharingFetch = shareRefreshes(fetch)

/** The largest form that a page sends; files go to Storage and never through the app. */
const MAX_BODY_BYTES = 1_048_576
const TWO_YEARS_SECONDS = 63_072_000

/**
 * Stands before every page and route: refuses what other sites' pages send and what no page sends, gives each answer its id and its content
 * security policy, renews the session (server components cannot set cookies), and hands the path on. It decides nothing
 * else: pages and the database check who asks.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const requestId = crypto.randomUUID()
  const refusal = await refuse(request)
  const response = refusal ?? (await renewSession(request, preparePage(request, requestId)))
  response.headers.set('x-request-id', requestId)
  if (isSecure(request.headers)) {
    response.headers.set(
      'Strict-Transport-Security',
      `max-age=${TWO_YEARS_SECONDS}; includeSubDomains`,
    )
  }
  if (refusal) {
    console.warn(
      logLine({
        level: 'warn',
        room: 'app',
        requestId,
        message: 'request refused',
        status: refusal.status,
        path: request.nextUrl.pathname,
      }),
    )
  }
  return response
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|api/health|icon.svg|favicon.ico).*)'],
}

async function refuse(request: NextRequest): Promise<NextResponse | null> {
  if (isForeignMutation(request.method, request.headers)) {
    return explain(
      403,
      'foreign_request',
      'Only pages of this app may send this. Open the app and try again.',
    )
  }
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    return explain(
      413,
      'too_large',
      'The app takes at most 1 MiB in one request. Upload files on the uploads page.',
    )
  }
  const fault = await findActionFault(request, MAX_BODY_BYTES)
  return fault && explain(fault.status, fault.code, fault.message)
}

function explain(status: number, code: string, message: string): NextResponse {
  return NextResponse.json({ error: { code, message } }, { status })
}

/**
 * Passes a request on with the headers that rendering reads, and gives the answer its policy. Next puts the policy's
 * nonce on its own scripts. To be called again after the request's cookies changed.
 */
function preparePage(request: NextRequest, requestId: string): () => NextResponse {
  const { pathname, search } = request.nextUrl
  const policy = contentSecurityPolicy({
    nonce: btoa(crypto.randomUUID()),
    supabaseUrl: findSupabaseUrl(),
    isSecure: isSecure(request.headers),
    isDevelopment: process.env.NODE_ENV === 'development',
  })
  return () => {
    const headers = new Headers(request.headers)
    headers.set(PATH_HEADER, `${pathname}${search}`)
    headers.set('x-request-id', requestId)
    headers.set('content-security-policy', policy)
    const response = NextResponse.next({ request: { headers } })
    response.headers.set('content-security-policy', policy)
    return response
  }
}

async function renewSession(
  request: NextRequest,
  forward: () => NextResponse,
): Promise<NextResponse> {
  let response = forward()
  if (!request.cookies.getAll().some(({ name }) => name.startsWith('sb-'))) return response

  const { url, publishableKey } = readSupabaseConfig()
  const client = createServerClient(url, publishableKey, {
    global: { fetch: sharingFetch },
    cookieOptions: sessionCookieOptions(request.headers),
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll(changed, noStoreHeaders) {
        for (const { name, value } of changed) request.cookies.set(name, value)
        response = forward()
        for (const { name, value, options } of changed) response.cookies.set(name, value, options)
        for (const [name, value] of Object.entries(noStoreHeaders))
          response.headers.set(name, value)
      },
    },
  })
  // Reads the cookie, and goes to the network only when the access token is about to expire.
  await client.auth.getSession()
  return response
}

/** A page must come also where the setting is missing: it then says so itself. */
function findSupabaseUrl(): string | null {
  try {
    return readSupabaseConfig().url
  } catch {
    return null
  }
}
