import type { ParsedTransaction } from '../../../core/datasets/profile.ts'

/** How many twins of a row the dataset holds, and how many came in earlier parts of the same upload. */
export interface KnownFingerprint {
  storedCount: number
  stagedCount: number
}

/**
 * Tells which rows of a part the dataset already holds. The n-th of equal rows in a file is known when the dataset
 * holds at least n of them. `known` lists the fingerprints that are stored at all.
 */
export function findKnownRows(
  transactions: readonly ParsedTransaction[],
  known: ReadonlyMap<string, KnownFingerprint>,
): (index: number) => boolean {
  if (known.size === 0) return () => false
  const seen = new Map<string, number>()
  const flags = transactions.map(({ fingerprint }) => {
    const counts = known.get(fingerprint)
    if (counts === undefined) return false
    const occurrence = (seen.get(fingerprint) ?? counts.stagedCount) + 1
    seen.set(fingerprint, occurrence)
    return occurrence <= counts.storedCount
  })
  return (index) => flags[index]!
}
