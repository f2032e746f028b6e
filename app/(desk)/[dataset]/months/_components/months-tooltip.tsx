'use client'

import { useFormatter } from '@/components/locale-provider'
import { type Outcome, Swatch } from '@/components/outcome'
import { ChartTooltipBox, ChartTooltipLine } from '@/components/ui/chart'
import type { Measure, MonthPoint } from './months-points.ts'

const lines: { key: keyof MonthPoint & Outcome; label: string }[] = [
  { key: 'unscored', label: 'Known fraud, not scored' },
  { key: 'fraud', label: 'Confirmed fraud' },
  { key: 'legitimate', label: 'False alarm' },
  { key: 'awaiting', label: 'Awaiting a label' },
  { key: 'missed', label: 'Missed fraud' },
]

/** A month's figures beside the pointer. */
export function MonthsTooltip({
  point,
  measure,
  write,
}: {
  point: MonthPoint | undefined
  measure: Measure
  write: (value: number) => string
}) {
  const format = useFormatter()
  if (!point) return null
  return (
    <ChartTooltipBox
      title={
        <span className="flex items-baseline justify-between gap-6">
          {format.month(point.month)}
          <span className="font-normal text-muted-foreground">
            {point.versions.map((version) => `v${version}`).join(', ')}
          </span>
        </span>
      }
    >
      {lines
        .filter(({ key }) => point[key] !== 0)
        .map(({ key, label }) => (
          <ChartTooltipLine
            key={key}
            swatch={<Swatch outcome={key} />}
            label={measure === 'amount' && key === 'awaiting' ? 'Not confirmed' : label}
            value={write(point[key])}
          />
        ))}
      {point.isRecent && (
        <p className="mt-1 border-t pt-1.5 text-muted-foreground">Labels too recent</p>
      )}
      {(point.precision !== null || point.recall !== null) && (
        <div className="mt-1 flex justify-between gap-4 border-t pt-1.5 text-muted-foreground">
          <span>
            Precision{' '}
            <span className="font-medium text-foreground tabular-nums">
              {point.precision === null ? '–' : format.percent(point.precision)}
            </span>
          </span>
          <span>
            Recall{' '}
            <span className="font-medium text-foreground tabular-nums">
              {point.recall === null ? '–' : format.percent(point.recall)}
            </span>
          </span>
        </div>
      )}
    </ChartTooltipBox>
  )
}
