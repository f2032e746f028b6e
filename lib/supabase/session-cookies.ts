import type { CookieOptionsWithName } from '@supabase/ssr'
import { isSecure } from '../http/is-secure.ts'

/**
 * How the session is kept: scripts cannot read it, other sites cannot send it along, and it travels over TLS
 * only where the app itself does.
 *
 * @param headers of the request that is answered
 */
export function sessionCookieOptions(headers: Headers): CookieOptionsWithName {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(headers) }
}
