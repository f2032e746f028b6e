import { listMonths, type Month } from '@/core/month.ts'
import type { MonthRow, PredictedMonth } from '@/lib/months/list-months.ts'
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
  /** Predicted, but most labels are still to come. */
  isRecent: boolean
  versions: number[]
}

/**
 * Columns of the chart. In amounts, flags that turned out legitimate and flags without a label are one part, because the
 * roll-ups keep the amount of confirmed fraud only.
 */
export function toMonthPoints(months: readonly MonthRow[], measure: Measure): MonthPoint[] {
  const rows = new Map(months.map((row) => [row.month, row]))
  return listShownMonths(months).map((month) => {
    const row = rows.get(month)
    return row?.predicted
      ? toPredictedPoint(month, row.predicted, measure)
      : {
          ...emptyPoint(month),
          unscored: (measure === 'count' ? row?.fraudCount : row?.fraudAmount) ?? 0,
        }
  })
}

/** Longest span that is drawn month by month; beyond it months without transactions are left out. */
const LONGEST_SPAN = 120

/** Every month from first to last, so that a gap in the data is a gap in the chart. */
export function listShownMonths(months: readonly MonthRow[]): Month[] {
  const first = months[0]?.month
  const last = months.at(-1)?.month
  if (!first || !last) return []
  const all = listMonths(first, last)
  return all.length <= LONGEST_SPAN ? all : months.map(({ month }) => month)
}

function toPredictedPoint(month: Month, predicted: PredictedMonth, measure: Measure): MonthPoint {
  const { precision, recall, awaitingCount, areLabelsIn } = measureQuality(predicted)
  const { versions } = predicted
  const shared = { ...emptyPoint(month), precision, recall, isRecent: !areLabelsIn, versions }
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
        awaiting: predicted.flaggedAmount - predicted.caughtAmount,
        missed: -predicted.missedAmount,
      }
}

function emptyPoint(month: Month): MonthPoint {
  return {
    month,
    fraud: 0,
    legitimate: 0,
    awaiting: 0,
    missed: 0,
    unscored: 0,
    precision: null,
    recall: null,
    isRecent: false,
    versions: [],
  }
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
