import type { NextRequest } from 'next/server'
import { isOwnScript } from '@/lib/auth/own-script.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'

export const dynamic = 'force-dynamic'

const headers = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  Vary: 'Cookie, Sec-Fetch-Site',
}

/**
 * Hands the page's own scripts a short-lived access token, for calls that go from the browser straight to Supabase.
 * The refresh token never leaves the httpOnly cookies.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (!isOwnScript(request.headers)) {
    return Response.json(
      {
        error: { code: 'foreign_request', message: 'Only pages of this app may ask for a token.' },
      },
      { status: 403, headers },
    )
  }
  const client = await createRequestClient()
  const { data } = await client.auth.getSession()
  if (!data.session) {
    return Response.json(
      { error: { code: 'signed_out', message: 'Sign in to continue.' } },
      { status: 401, headers },
    )
  }
  return Response.json(
    {
      accessToken: data.session.access_token,
      expiresAt: data.session.expires_at ?? Math.floor(Date.now() / 1000) + data.session.expires_in,
    },
    { headers },
  )
}
