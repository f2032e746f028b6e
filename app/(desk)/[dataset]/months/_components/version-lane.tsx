'use client'

import { useFormatter } from '@/components/locale-provider'
import type { ChampionChange, Training } from '@/lib/months/list-months.ts'
import { ChangeIcon, ChangeLane } from './change-lane'
import { type MonthPoint, toVersionSpans } from './months-points.ts'
import { describeTraining, placeMarks } from './time-line.ts'
import { TimeLineLane } from './time-line-lane'

/** Which model served when, as one lane below the months; when models were trained, and what people changed, as others. */
export function VersionLane({
  points,
  trainings,
  championChanges,
  offset,
}: {
  points: MonthPoint[]
  trainings: readonly Training[]
  championChanges: readonly ChampionChange[]
  offset: number
}) {
  const spans = toVersionSpans(points)
  const marks = placeMarks(
    points.map(({ month }) => month),
    trainings,
    championChanges,
  )
  const trained = marks.filter((mark) => mark.kind === 'training')
  const changed = marks.filter((mark) => mark.kind === 'change')
  if (marks.length === 0 && spans.every(({ versions }) => versions.length === 0)) return null
  return (
    <div className="mt-2 grid gap-1.5" style={{ paddingRight: 4 }}>
      <TimeLineLane name="Model" offset={offset}>
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
      </TimeLineLane>
      {trained.length > 0 && (
        <TrainingLane marks={trained} monthCount={points.length} offset={offset} />
      )}
      {changed.length > 0 && (
        <ChangeLane marks={changed} monthCount={points.length} offset={offset} />
      )}
      {marks.length > 0 && (
        <p
          className="flex flex-wrap gap-x-4 gap-y-1 text-muted-foreground text-xs"
          style={{ paddingLeft: offset }}
        >
          {trained.length > 0 && (
            <>
              <span className="flex items-center gap-1.5">
                <TrainingDot isPromoted /> Promoted
              </span>
              <span className="flex items-center gap-1.5">
                <TrainingDot isPromoted={false} /> Refused
              </span>
            </>
          )}
          {changed.some(({ change }) => !change.isRollback) && (
            <span className="flex items-center gap-1.5">
              <ChangeIcon isRollback={false} /> Promoted by hand
            </span>
          )}
          {changed.some(({ change }) => change.isRollback) && (
            <span className="flex items-center gap-1.5">
              <ChangeIcon isRollback /> Rolled back
            </span>
          )}
        </p>
      )}
    </div>
  )
}

function TrainingDot({ isPromoted }: { isPromoted: boolean }) {
  return (
    <span
      aria-hidden
      className={`block size-2.5 rounded-full border-2 border-accent ${isPromoted ? 'bg-accent' : 'bg-raised'}`}
    />
  )
}

function TrainingLane({
  marks,
  monthCount,
  offset,
}: {
  marks: { edge: number; training: Training }[]
  monthCount: number
  offset: number
}) {
  const format = useFormatter()
  return (
    <TimeLineLane name="Trained" offset={offset}>
      <ul className="relative h-4 grow border-b border-dashed">
        {marks.map(({ edge, training }, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells two trainings on one month apart.
            key={index}
            className="-translate-x-1/2 absolute top-1/2 translate-y-0.5"
            style={{ left: `min(${(edge / monthCount) * 100}%, 100% - 5px)` }}
            title={`${describeTraining(training)}; it learned from data up to ${format.month(training.month)}`}
          >
            <TrainingDot isPromoted={training.isPromoted} />
            <span className="sr-only">
              {format.month(training.month)}: {describeTraining(training)}
            </span>
          </li>
        ))}
      </ul>
    </TimeLineLane>
  )
}
