'use client'

import { useFormatter } from '@/components/locale-provider'
import type { Training } from '@/lib/months/list-months.ts'
import { type MonthPoint, toVersionSpans } from './months-points.ts'

/** Which model served when, as one lane below the months, and when models were trained, as another. */
export function VersionLane({
  points,
  trainings,
  offset,
}: {
  points: MonthPoint[]
  trainings: readonly Training[]
  offset: number
}) {
  const format = useFormatter()
  const spans = toVersionSpans(points)
  const marks = trainings.flatMap((training, index) => {
    const at = points.findIndex(({ month }) => month === training.month)
    return at < 0 ? [] : [{ ...training, index, at: (at + 1) / points.length }]
  })
  if (marks.length === 0 && spans.every(({ versions }) => versions.length === 0)) return null
  return (
    <div className="mt-2 grid gap-1.5" style={{ paddingRight: 4 }}>
      <Lane name="Model" offset={offset}>
        <div className="flex grow gap-px">
          {spans.map(({ versions, monthCount, firstMonth }, index) => (
            <span
              key={firstMonth}
              style={{ flexGrow: monthCount, flexBasis: 0 }}
              className={
                versions.length === 0
                  ? 'h-5'
                  : `@container grid h-5 min-w-0 place-items-center overflow-hidden rounded-[3px] text-2xs text-accent ${index % 2 ? 'bg-accent/18' : 'bg-accent/10'}`
              }
            >
              {/* Half a name would be another one. */}
              <span className="@max-[1.25rem]:sr-only whitespace-nowrap">
                {versions.map((version) => `v${version}`).join(' ')}
              </span>
            </span>
          ))}
        </div>
      </Lane>
      {marks.length > 0 && (
        <Lane name="Trained" offset={offset}>
          <ul className="relative h-4 grow border-b border-dashed">
            {marks.map(({ month, version, isPromoted, index, at }) => (
              <li
                key={index}
                className="-translate-x-1/2 absolute top-1/2 translate-y-0.5"
                style={{ left: `min(${at * 100}%, 100% - 5px)` }}
                title={`Trained on data up to ${format.month(month)}: ${isPromoted ? `version ${version} was promoted` : 'refused, the champion stayed'}`}
              >
                <span
                  aria-hidden
                  className={`block size-2.5 rounded-full border-2 border-accent ${isPromoted ? 'bg-accent' : 'bg-raised'}`}
                />
                <span className="sr-only">
                  {format.month(month)}:{' '}
                  {isPromoted ? `version ${version} promoted` : 'training refused'}
                </span>
              </li>
            ))}
          </ul>
        </Lane>
      )}
      {marks.length > 0 && (
        <p
          className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs"
          style={{ paddingLeft: offset }}
        >
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-full border-2 border-accent bg-accent" />
            Promoted
          </span>
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-full border-2 border-accent bg-raised" />
            Refused
          </span>
        </p>
      )}
    </div>
  )
}

function Lane({
  name,
  offset,
  children,
}: {
  name: string
  offset: number
  children: React.ReactNode
}) {
  return (
    <div className="flex items-center">
      <span
        className="shrink-0 pr-2 text-right text-2xs text-muted-foreground"
        style={{ width: offset }}
      >
        {name}
      </span>
      {children}
    </div>
  )
}
