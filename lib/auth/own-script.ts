/**
 * True for a request that a script of our own pages made. Browsers send Sec-Fetch-Site and scripts cannot forge it;
 * where it is missing (an old browser, a test), a foreign Origin still gives a stranger away.
 */
export function isOwnScript(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' && headers.get('sec-fetch-mode') !== 'navigate'
  const origin = headers.get('origin')
  if (origin === null) return true
  return URL.canParse(origin) && new URL(origin).host === headers.get('host')
}
