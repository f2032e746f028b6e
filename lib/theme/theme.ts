/** What the reader chose; `system` follows the operating system. */
export const themes = ['system', 'light', 'dark'] as const
/** A reader's choice of theme. */
export type Theme = (typeof themes)[number]

/** The cookie that keeps the choice, so that the server's first paint is right already. */
export const THEME_COOKIE = 'theme'

/** Reads a stored choice; anything else means `system`. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}
