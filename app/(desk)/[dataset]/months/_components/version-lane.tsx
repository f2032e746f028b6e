'use client'

import { type MonthPoint, toVersionSpans } from './months-points.ts'

/** Which model served when, as one lane below the months. */
export function VersionLane({ points, offset }: { points: MonthPoint[]; offset: number }) {
  const spans = toVersionSpans(points)
  if (spans.every(({ versions }) => versions.length === 0)) return null
  return (
    <div className="mt-2 flex items-center gap-px" style={{ paddingRight: 4 }}>
      <span
        className="shrink-0 pr-2 text-right text-2xs text-muted-foreground"
        style={{ width: offset }}
      >
        Model
      </span>
      {spans.map(({ versions, monthCount, firstMonth }, index) => (
        <span
          key={firstMonth}
          style={{ flexGrow: monthCount, flexBasis: 0 }}
          className={
            versions.length === 0
              ? 'h-5'
              : `grid h-5 min-w-0 place-items-center overflow-hidden rounded-[3px] text-2xs text-accent ${index % 2 ? 'bg-accent/18' : 'bg-accent/10'}`
          }
        >
          {versions.map((version) => `v${version}`).join(' ')}
        </span>
      ))}
    </div>
  )
}
