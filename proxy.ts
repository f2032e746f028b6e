import { createServerClient } from '@supabase/ssr'
import { type NextRequest, NextResponse } from 'next/server'
import { PATH_HEADER } from '@/lib/auth/path-header.ts'
import { readSupabaseConfig } from '@/lib/env.ts'
import { sessionCookieOptions } from '@/lib/supabase/session-cookies.ts'
import { shareRefreshes } from '@/lib/supabase/shared-refresh.ts'

const sharingFetch = shareRefreshes(fetch)

/**
 * Renews the session before a page renders, because server components cannot set cookies, and hands the path on.
 * It decides nothing: pages and the database check who asks.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  const forward = () => {
    const headers = new Headers(request.headers)
    headers.set(PATH_HEADER, `${pathname}${search}`)
    return NextResponse.next({ request: { headers } })
  }

  let response = forward()
  if (!request.cookies.getAll().some(({ name }) => name.startsWith('sb-'))) return response

  const { url, publishableKey } = readSupabaseConfig()
  const client = createServerClient(url, publishableKey, {
    global: { fetch: sharingFetch },
    cookieOptions: sessionCookieOptions(),
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

export const config = {
  matcher: ['/((?!_next/static|_next/image|api/health|icon.svg|favicon.ico).*)'],
}
