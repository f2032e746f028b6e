'use client'

import { CircleArrowUpIcon, Undo2Icon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Tooltip } from '@/components/ui/tooltip'
import { nameOf } from '@/lib/format/name-of.ts'
import type { ChampionChange } from '@/lib/months/list-months.ts'
import { describeChange } from './time-line.ts'
import { TimeLineLane } from './time-line-lane'

/** The mark of a promotion by hand or a rollback. */
export function ChangeIcon({ isRollback }: { isRollback: boolean }) {
  const Icon = isRollback ? Undo2Icon : CircleArrowUpIcon
  return <Icon aria-hidden className="size-3.5 text-accent" />
}

/** Promotions and rollbacks by hand, each at the edge of the months that its version scored. */
export function ChangeLane({
  marks,
  monthCount,
  offset,
}: {
  marks: { edge: number; change: ChampionChange }[]
  monthCount: number
  offset: number
}) {
  const edges = Map.groupBy(marks, ({ edge }) => edge)
  return (
    <TimeLineLane name="By hand" offset={offset}>
      <ul className="relative h-6 grow before:absolute before:inset-x-0 before:top-1/2 before:border-b before:border-border before:border-dashed">
        {[...edges].map(([edge, changes]) => {
          const share = edge / monthCount
          return (
            <li
              key={edge}
              className="-translate-x-1/2 absolute top-0 z-20"
              style={{ left: `clamp(12px, ${share * 100}%, 100% - 12px)` }}
            >
              <Tooltip
                align={share < 0.5 ? 'start' : 'end'}
                className="grid size-6 place-items-center rounded-full bg-raised hover:bg-muted"
                content={
                  <span className="grid gap-2">
                    {changes.map(({ change }) => (
                      <Change key={change.at} change={change} />
                    ))}
                  </span>
                }
              >
                <ChangeIcon isRollback={changes.at(-1)!.change.isRollback} />
                <span className="sr-only">
                  {changes.map(({ change }) => describeChange(change)).join('; ')}
                </span>
              </Tooltip>
            </li>
          )
        })}
      </ul>
    </TimeLineLane>
  )
}

function Change({ change }: { change: ChampionChange }) {
  const format = useFormatter()
  return (
    <span className="grid">
      <span className="font-medium">{describeChange(change)}</span>
      <span>
        {nameOf(change.by)}, {format.time(change.at)} UTC
      </span>
      {change.reason && <span className="wrap-anywhere">“{change.reason}”</span>}
      <span>
        {change.firstMonth
          ? `Scores from ${format.month(change.firstMonth)} on`
          : 'Has scored nothing since'}
      </span>
    </span>
  )
}
