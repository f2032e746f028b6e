'use client'

import { Figure, Figures } from '@/components/figures'
import { useFormatter } from '@/components/locale-provider'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import type { ModelVersion } from '@/lib/models/admin-overview.ts'
import { holdoutIntervals } from '@/lib/models/holdout-intervals.ts'
import type { ShareInterval } from '@/lib/months/share-interval.ts'

/** How good the champion is on its hold-out. */
export function ChampionFigures({ champion }: { champion: ModelVersion }) {
  const format = useFormatter()
  const { averagePrecision, precision, recall, baseRate, rows, frauds, fraudCards } =
    champion.metrics
  const intervals = holdoutIntervals(champion.metrics)
  const noteOf = (interval: ShareInterval | null) =>
    `${interval ? `${format.percent(interval.low)} to ${format.percent(interval.high)}, ` : ''}at threshold ${format.score(champion.threshold)}`
  return (
    <Figures>
      <Figure
        label="Champion"
        value={`v${champion.version}`}
        note={describeFamily(champion.family)}
      />
      <Figure
        label="Average precision"
        value={averagePrecision ? format.score(averagePrecision.value) : '–'}
        note={
          averagePrecision &&
          `${format.score(averagePrecision.low)} to ${format.score(averagePrecision.high)}${
            baseRate === undefined ? '' : `, guessing ${format.score(baseRate)}`
          }`
        }
      />
      <Figure
        label="Precision"
        value={precision === undefined ? '–' : format.percent(precision)}
        note={noteOf(intervals.precision)}
      />
      <Figure
        label="Recall"
        value={recall === undefined ? '–' : format.percent(recall)}
        note={noteOf(intervals.recall)}
      />
      <Figure
        label="Hold-out"
        value={rows === undefined ? '–' : format.count(rows)}
        note={
          frauds === undefined
            ? undefined
            : `${format.count(frauds)} frauds${fraudCards === undefined ? '' : ` on ${format.count(fraudCards)} cards`}, after ${format.day(champion.trainedUntil)}`
        }
      />
    </Figures>
  )
}
