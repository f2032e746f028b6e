/**
 * Where to go after signing in: only a path of this site. Anything that a browser could read as another host
 * (`//host`, `/\host`, a scheme, control characters) gives the fallback.
 */
export function safeNextPath(next: string | null | undefined, fallback = '/'): string {
  if (!next?.startsWith('/') || /^\/[/\\]/.test(next)) return fallback
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop tabs and line ends inside URLs, so "/\t/host" is "//host".
  if (/[\u0000-\u001f\\]/.test(next)) return fallback
  const base = 'http://same.site'
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  // `/.//host` is a path, and `//host` when its dots are followed.
  if (url?.origin !== base || url.pathname.startsWith('//')) return fallback
  return `${url.pathname}${url.search}${url.hash}`
}
