'use client'

import { Figure, Figures } from '@/components/figures'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import type { MonthDetail } from '@/lib/months/get-month.ts'
import { measureQuality } from '@/lib/months/prediction-quality.ts'
import { sumVersions } from '@/lib/months/sum-versions.ts'

/** The month in five figures. */
export function MonthFigures({ detail }: { detail: MonthDetail }) {
  const format = useFormatter()
  const { currency } = detail.dataset
  const total = sumVersions(detail.predictions)
  const { precision, recall, awaitingCount, labelledShare } = measureQuality(total)
  const labels =
    labelledShare === 0 ? 'Labels are not in yet' : `${format.percent(labelledShare, 0)} labelled`
  const hasLabels = labelledShare > 0
  const known = (count: number) => (hasLabels ? format.count(count) : '–')
  return (
    <Figures>
      <Figure
        label="Flagged"
        swatch={<Swatch outcome="flagged" />}
        value={format.count(total.flaggedCount)}
        note={`${format.compactMoney(total.flaggedAmount, currency)} at risk, ${format.count(awaitingCount)} awaiting`}
      />
      <Figure
        label="Confirmed fraud"
        swatch={<Swatch outcome="fraud" />}
        value={known(total.truePositiveCount)}
        note={hasLabels ? `${format.compactMoney(total.caughtAmount, currency)} caught` : labels}
      />
      <Figure
        label="Missed fraud"
        swatch={<Swatch outcome="missed" />}
        value={known(total.falseNegativeCount)}
        note={
          hasLabels ? `${format.compactMoney(total.missedAmount, currency)} let through` : labels
        }
      />
      <Figure
        label="Precision"
        value={precision === null ? '–' : format.percent(precision)}
        note={precision === null ? labels : 'of flags were fraud'}
      />
      <Figure
        label="Recall"
        value={recall === null ? '–' : format.percent(recall)}
        note={recall === null ? labels : 'of fraud was flagged'}
      />
    </Figures>
  )
}
