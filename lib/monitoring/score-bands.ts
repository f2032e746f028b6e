import type { Month } from '../../core/month.ts'
import type { ScoreMonth } from './drift-overview.ts'

/** Bands of the score above the mass near 0, by their upper ends in twentieths. */
export const scoreBands = [
  { key: 'low', label: '0.05 to 0.2', from: 1, to: 4 },
  { key: 'middle', label: '0.2 to 0.5', from: 4, to: 10 },
  { key: 'high', label: '0.5 to 0.8', from: 10, to: 16 },
  { key: 'highest', label: '0.8 to 1', from: 16, to: 20 },
] as const

/** A month's scores: shares of all scored transactions. */
export interface BandedMonth {
  month: Month
  versions: number[]
  scoredCount: number
  flaggedShare: number
  low: number
  middle: number
  high: number
  highest: number
}

/** Adds up what the versions of a month served. */
export function bandMonths(months: readonly ScoreMonth[]): BandedMonth[] {
  return [...Map.groupBy(months, ({ month }) => month)].map(([month, served]) => {
    const scoredCount = served.reduce((sum, each) => sum + each.scoredCount, 0)
    const share = (count: (each: ScoreMonth) => number) =>
      scoredCount === 0 ? 0 : served.reduce((sum, each) => sum + count(each), 0) / scoredCount
    const [low, middle, high, highest] = scoreBands.map(({ from, to }) =>
      share(({ histogram }) => histogram.slice(from, to).reduce((sum, count) => sum + count, 0)),
    )
    return {
      month,
      versions: served.map(({ version }) => version),
      scoredCount,
      flaggedShare: share(({ flaggedCount }) => flaggedCount),
      low: low!,
      middle: middle!,
      high: high!,
      highest: highest!,
    }
  })
}
