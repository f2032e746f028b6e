/**
 * True where the app travels over TLS: the proxy in front says so of this request, or the place where the app runs does
 * of all. Whoever says so falsely locks only themselves out, on an address without TLS.
 */
export function isSecure(
  headers: Headers,
  environment: Record<string, string | undefined> = process.env,
): boolean {
  const [protocol] = headers.get('x-forwarded-proto')?.split(',') ?? []
  return (
    protocol?.trim() === 'https' ||
    environment.VERCEL === '1' ||
    (environment.APP_URL?.startsWith('https://') ?? false)
  )
}
