'use client'

import { useCallback, useState } from 'react'
import { parseTheme, THEME_COOKIE, type Theme } from '@/lib/theme/theme.ts'

const YEAR_SECONDS = 31_536_000

/** The theme and a way to change it at once, remembered in a cookie for the server's next paint. */
export function useTheme(initial: Theme): [Theme, (theme: Theme) => void] {
  // The document knows better than the server's answer once the theme was changed elsewhere on the page.
  const [theme, setTheme] = useState(() =>
    typeof document === 'undefined' ? initial : parseTheme(document.documentElement.dataset.theme),
  )
  const change = useCallback((next: Theme) => {
    setTheme(next)
    applyTheme(next)
  }, [])
  return [theme, change]
}

/** Changes the theme at once and for the next visits. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}
