'use client'

import { Figure, Figures } from '@/components/figures'
import { useFormatter } from '@/components/locale-provider'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import type { ModelVersion } from '@/lib/models/admin-overview.ts'

/** How good the champion is on its hold-out. */
export function ChampionFigures({ champion }: { champion: ModelVersion }) {
  const format = useFormatter()
  const { averagePrecision, precision, recall, baseRate, rows, frauds, fraudCards } =
    champion.metrics
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
        note={`at threshold ${format.score(champion.threshold)}`}
      />
      <Figure
        label="Recall"
        value={recall === undefined ? '–' : format.percent(recall)}
        note={`at threshold ${format.score(champion.threshold)}`}
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
