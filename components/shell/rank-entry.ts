/**
 * How well an entry of the palette fits what was typed, 0 to 1: every word of it must stand in the entry's name or its
 * other words as it is; the beginning of a word counts more than its middle. Letters scattered over a name find nothing,
 * so that "2019" leads to months of 2019 alone.
 */
export function rankEntry(value: string, typed: string, keywords: readonly string[] = []): number {
  const name = ` ${[value, ...keywords].join(' ').toLowerCase()}`
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return 1
  let sum = 0
  for (const word of words) {
    if (!name.includes(word)) return 0
    sum += name.includes(` ${word}`) ? 1 : 0.5
  }
  return sum / words.length
}
