import { sparkovLines } from '../../core/simulator/sparkov-lines.ts'

/** Seeds from `first` on, another one each time: a test that is tried again brings rows that nobody has seen. */
export function seedsFrom(first: number): () => number {
  let next = first
  return () => next++
}

/** A file of January 2019 with cards that no other file has: `seed` tells them apart. */
export function sparkovUpload(
  seed: number,
  { withLabel, cards = 8 }: { withLabel: boolean; cards?: number },
): { lines: string[]; csv: Buffer; rowCount: number } {
  const world = { seed, cards, fraudScale: 40, from: '2019-01', to: '2019-01' } as const
  const lines = [...sparkovLines(world, { withLabel })]
  return { lines, csv: Buffer.from(lines.join('')), rowCount: lines.length - 1 }
}

/** The same file with text in place of numbers at some of its lines (from 1), in the column `amt`. */
export function withBadAmounts(lines: readonly string[], at: readonly number[]): Buffer {
  const damaged = lines.map((line, index) => {
    if (!at.includes(index + 1)) return line
    // Merchants may be quoted because of a comma; amounts are digits, a point and two digits.
    return line.replace(/,\d+\.\d\d,/, ',twelve,')
  })
  return Buffer.from(damaged.join(''))
}
