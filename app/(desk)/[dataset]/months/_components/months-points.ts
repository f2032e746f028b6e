import type { Month } from '@/core/month.ts'
import type { MonthRow } from '@/lib/months/list-months.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'

/** What the columns measure: transactions, or their amounts in currency units. */
export type Measure = 'count' | 'amount'

/** One column of the chart. `missed` is negative, because it hangs below the line. */
export interface MonthPoint {
  month: Month
  fraud: number
  legitimate: number
  awaiting: number
  missed: number
  unscored: number
  precision: number | null
  recall: number | null
  versions: number[]
}

/**
 * Columns of the chart. In amounts, flags that turned out legitimate and flags without a label are one part, because the
 * roll-ups keep the amount of confirmed fraud only.
 */
export function toMonthPoints(months: readonly MonthRow[], measure: Measure): MonthPoint[] {
  return months.map(({ month, predicted, fraudCount, fraudAmount }) => {
    if (!predicted) {
      const unscored = measure === 'count' ? fraudCount : fraudAmount
      return {
        month,
        fraud: 0,
        legitimate: 0,
        awaiting: 0,
        missed: 0,
        unscored,
        precision: null,
        recall: null,
        versions: [],
      }
    }
    const { precision, recall, awaitingCount } = measureQuality(predicted)
    const shared = { month, unscored: 0, precision, recall, versions: predicted.versions }
    return measure === 'count'
      ? {
          ...shared,
          fraud: predicted.truePositiveCount,
          legitimate: predicted.falsePositiveCount,
          awaiting: awaitingCount,
          missed: -predicted.falseNegativeCount,
        }
      : {
          ...shared,
          fraud: predicted.caughtAmount,
          legitimate: 0,
          awaiting: predicted.flaggedAmount - predicted.caughtAmount,
          missed: -predicted.missedAmount,
        }
  })
}

/** A stretch of neighbouring months that the same versions served; none for months that nothing scored. */
export interface VersionSpan {
  versions: number[]
  monthCount: number
  firstMonth: Month
}

/** Joins neighbouring months that the same versions served. */
export function toVersionSpans(points: readonly MonthPoint[]): VersionSpan[] {
  const spans: VersionSpan[] = []
  for (const { month, versions } of points) {
    const last = spans.at(-1)
    if (last && last.versions.join() === versions.join()) last.monthCount += 1
    else spans.push({ versions, monthCount: 1, firstMonth: month })
  }
  return spans
}
