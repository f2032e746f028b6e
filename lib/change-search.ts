/**
 * A query string with some parameters changed and all others kept; null removes one. Begins with `?`, or is `''` when
 * nothing is left.
 */
export function changeSearch(search: string, changes: Record<string, string | null>): string {
  const params = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name)
    else params.set(name, value)
  }
  const query = params.toString()
  return query === '' ? '' : `?${query}`
}
