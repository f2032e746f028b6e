'use client'

import { Figure, Figures } from '@/components/figures'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import type { MonthRow, PredictedMonth } from '@/lib/months/list-months.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'

/** All predicted months in five figures. */
export function MonthsFigures({ months, currency }: { months: MonthRow[]; currency: string }) {
  const format = useFormatter()
  const predicted = months.flatMap((month) => (month.predicted ? [month.predicted] : []))
  if (predicted.length === 0) return null
  const total = (key: Exclude<keyof PredictedMonth, 'versions'>) =>
    predicted.reduce((sum, month) => sum + month[key], 0)
  const awaiting = predicted.reduce((sum, month) => sum + measureQuality(month).awaitingCount, 0)

  // Only months whose labels are in say how good the predictions were.
  const settled = predicted.filter(
    (month) => measureQuality(month).precision !== null || measureQuality(month).recall !== null,
  )
  const sum = (key: 'truePositiveCount' | 'falsePositiveCount' | 'falseNegativeCount') =>
    settled.reduce((result, month) => result + month[key], 0)
  const share = (part: number, rest: number) =>
    part + rest === 0 ? '–' : format.percent(part / (part + rest))
  const settledNote =
    settled.length === 0
      ? 'No labels are in yet'
      : `${settled.length} ${settled.length === 1 ? 'month' : 'months'} with labels`

  return (
    <Figures>
      <Figure
        label="Flagged"
        swatch={<Swatch outcome="flagged" />}
        value={format.count(total('flaggedCount'))}
        note={`${format.compactMoney(total('flaggedAmount'), currency)} at risk, ${format.count(awaiting)} awaiting`}
      />
      <Figure
        label="Confirmed fraud"
        swatch={<Swatch outcome="fraud" />}
        value={format.count(total('truePositiveCount'))}
        note={`${format.compactMoney(total('caughtAmount'), currency)} caught`}
      />
      <Figure
        label="Missed fraud"
        swatch={<Swatch outcome="missed" />}
        value={format.count(total('falseNegativeCount'))}
        note={`${format.compactMoney(total('missedAmount'), currency)} let through`}
      />
      <Figure
        label="Precision"
        value={share(sum('truePositiveCount'), sum('falsePositiveCount'))}
        note={settledNote}
      />
      <Figure
        label="Recall"
        value={share(sum('truePositiveCount'), sum('falseNegativeCount'))}
        note={settledNote}
      />
    </Figures>
  )
}
