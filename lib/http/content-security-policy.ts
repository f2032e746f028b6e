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
 * The one style sheet that a package writes into pages without a nonce: that of sonner, known by its hash, which changes
 * with its version. A test compares them. The first hash is that of no text: the sheet is empty when it comes.
 */
const SONNER_STYLES = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
].join(' ')

/**
 * The content security policy of a page. A script runs only with the answer's nonce, or when such a script loads it
 * (`strict-dynamic`). A style sheet is a file of the app, or carries the nonce. Style attributes are let through: the
 * server writes sizes and colours of charts and bars in them, they carry no nonce, and they reach nothing but their
 * element. Browsers that do not tell sheets and attributes apart read `style-src` instead.
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
    // The development server shows errors in sheets of its own.
    'style-src-elem': isDevelopment
      ? "'self' 'unsafe-inline'"
      : `'self' 'nonce-${nonce}' ${SONNER_STYLES}`,
    'style-src-attr': "'unsafe-inline'",
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
