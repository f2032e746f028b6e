const FALLBACK = 'en-US'

/**
 * The reader's preferred locale that Intl knows, from an Accept-Language header. Extensions are left out, and what Intl
 * writes alike has one name: what is made once for a locale is not made for every tag that somebody thinks of.
 */
export function pickLocale(acceptLanguage: string | null): string {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { tag: tag.trim(), quality: quality ? Number(quality.trim().slice(2)) : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  for (const { tag } of wanted) {
    try {
      const { language, script, region } = new Intl.Locale(tag)
      const plain = [language, script, region].filter(Boolean).join('-')
      if (Intl.NumberFormat.supportedLocalesOf(plain).length > 0)
        return new Intl.NumberFormat(plain).resolvedOptions().locale
    } catch {
      // Not a language tag; the next one may be.
    }
  }
  return FALLBACK
}
