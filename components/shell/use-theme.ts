'use client'

import { useCallback, useState } from 'react'
import { THEME_COOKIE, type Theme } from '@/lib/theme/theme.ts'

const YEAR_SECONDS = 31_536_000

/** The theme and a way to change it at once, remembered in a cookie for the server's next paint. */
export function useTheme(initial: Theme): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(initial)
  const change = useCallback((next: Theme) => {
    setTheme(next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
  }, [])
  return [theme, change]
}
