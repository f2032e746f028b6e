import type { CardTransaction } from '@/lib/transactions/get-transaction.ts'

/** A place and how many of a card's transactions were there. */
export interface PlaceCount {
  place: string
  count: number
}

/** Where a card was, the most frequent place first; its transaction `except` does not count. */
export function countPlaces(history: readonly CardTransaction[], except: number): PlaceCount[] {
  const counts = new Map<string, number>()
  for (const { id, place } of history)
    if (place !== null && id !== except) counts.set(place, (counts.get(place) ?? 0) + 1)
  return [...counts]
    .map(([place, count]) => ({ place, count }))
    .sort((a, b) => b.count - a.count || a.place.localeCompare(b.place))
}
