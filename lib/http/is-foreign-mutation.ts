const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * True for a request that could change something and that a page of another site made (cross-site request forgery).
 * Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; a program that sends neither is no
 * browser and carries nobody's cookies.
 */
export function isForeignMutation(method: string, headers: Headers): boolean {
  if (SAFE_METHODS.has(method)) return false
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return true
  const origin = headers.get('origin')
  if (origin === null) return false
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  return !URL.canParse(origin) || new URL(origin).host !== host
}
