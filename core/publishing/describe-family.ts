/** A model family's slug in words: `gradient-boosting` → "gradient boosting". */
export function describeFamily(family: string): string {
  return family.replaceAll('-', ' ').replaceAll('_', ' ')
}
