import type { CookieOptionsWithName } from '@supabase/ssr'

/**
 * How the session is kept: scripts cannot read it, other sites cannot send it along, and it travels over TLS
 * only where the app itself does.
 */
export function sessionCookieOptions(
  environment: Record<string, string | undefined> = process.env,
): CookieOptionsWithName {
  return {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: environment.VERCEL === '1' || (environment.APP_URL?.startsWith('https://') ?? false),
  }
}
