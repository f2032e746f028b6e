const cache = new Map<string, Intl.NumberFormat>()

/**
 * The way to write numbers for a locale, made once: to make one takes some hundred times as long as to write with it. For
 * options that the code names, of which there are few.
 */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, options)
  cache.set(key, made)
  return made
}
