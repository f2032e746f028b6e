/** A list's page as an address names it, from 1; what makes no sense is the first page. */
export function parsePageNumber(text: string | null | undefined): number {
  const page = Number(text)
  return Number.isInteger(page) && page > 0 && page <= 1_000_000 ? page : 1
}
