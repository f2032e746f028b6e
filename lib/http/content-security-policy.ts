/** What the policy depends on. */
export interface PolicyContext {
  /** Base64, made for this one answer. */
  nonce: string
  /** Where the browser's own calls go beside the app; null when it is not known. */
  supabaseUrl: string | null
  /** The app is reached over TLS. */
  isSecure: boolean
  /** `next dev`, which evaluates source text to show better stacks. */
  isDevelopment: boolean
}

/**
 * The content security policy of a page. A script runs only with the answer's nonce, or when such a script loads it
 * (`strict-dynamic`). Styles may be inline: charts and menus position themselves by style attributes, which carry no
 * nonce, and a style cannot run anything.
 */
export function contentSecurityPolicy({
  nonce,
  supabaseUrl,
  isSecure,
  isDevelopment,
}: PolicyContext): string {
  const connections = ["'self'", supabaseUrl === null ? null : new URL(supabaseUrl).origin]
  const directives: Record<string, string> = {
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    'script-src-attr': "'none'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': connections.filter((origin) => origin !== null).join(' '),
    'worker-src': "'self'",
    'frame-src': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    ...(isSecure ? { 'upgrade-insecure-requests': '' } : {}),
  }
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ')
}
