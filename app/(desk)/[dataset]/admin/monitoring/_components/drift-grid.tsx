'use client'

import { type KeyboardEvent, type SyntheticEvent, useRef, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { cn } from '@/lib/class-names.ts'
import type { Formatter } from '@/lib/format/formatter.ts'
import type { DriftCell, DriftMap, DriftRow } from '@/lib/monitoring/drift-overview.ts'
import type { MonitoringState } from '@/lib/monitoring/monitoring-state.ts'
import { driftLooks } from './drift-mark'

const steps: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** What all cells share, said once: a page has hundreds of them. */
const cellLooks =
  '[&_button]:grid [&_button]:h-6 [&_button]:w-full [&_button]:min-w-8 [&_button]:place-items-center [&_button]:rounded-[3px] [&_button]:leading-none [&_button]:transition-transform [&_button:hover]:scale-110 [&_button[aria-pressed]]:outline-2 [&_button[aria-pressed]]:outline-foreground [&_button[aria-pressed]]:outline-offset-1 [&_td]:p-0'

/**
 * Feature × month. One cell takes part in the tab order and arrow keys move between cells, so that hundreds of them do
 * not stand in a keyboard's way. A cell is named by its figure, because its row and column are headed; the whole of it
 * is written when a pointer or the focus comes to it.
 */
export function DriftGrid({
  months,
  rows,
  open,
  onOpen,
}: {
  months: DriftMap['months']
  rows: readonly DriftRow[]
  open: MonitoringState['cell']
  onOpen: (cell: MonitoringState['cell']) => void
}) {
  const format = useFormatter()
  const body = useRef<HTMLTableSectionElement>(null)
  const [focus, setFocus] = useState<Place>([0, months.length - 1])
  const row = Math.min(focus[0], rows.length - 1)
  const column = Math.min(focus[1], months.length - 1)

  function move(event: KeyboardEvent, [atRow, atColumn]: Place) {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const next: Place = [
      Math.min(Math.max(atRow + step[0], 0), rows.length - 1),
      Math.min(Math.max(atColumn + step[1], 0), months.length - 1),
    ]
    setFocus(next)
    body.current?.rows[next[0]]?.cells[next[1] + 1]?.querySelector('button')?.focus()
  }

  function describe(button: HTMLButtonElement, [atRow, atColumn]: Place) {
    const { label, cells } = rows[atRow]!
    const { month } = months[atColumn]!
    button.title = `${label}, ${format.month(month)}: ${describeCell(format, cells.get(month))}`
  }

  return (
    <div className="min-w-0">
      {/* The newest months, which people come for, are at the right end. */}
      <div ref={scrollToEnd} className="overflow-x-auto pb-1">
        <table
          aria-label="Drift by feature and month"
          className={cn('border-separate border-spacing-px text-xs', cellLooks)}
        >
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky left-0 z-10 bg-raised pr-3 text-left font-normal text-muted-foreground"
              >
                <span className="sr-only">Feature</span>
              </th>
              {months.map(({ month, isLearned }, index) => (
                <th
                  key={month}
                  scope="col"
                  className={cn(
                    'h-14 min-w-8 px-0.5 align-bottom font-normal text-muted-foreground',
                    isStart(months, index) && start,
                  )}
                >
                  <span className="inline-block rotate-180 whitespace-nowrap [writing-mode:vertical-rl]">
                    {format.shortMonth(month)}
                    {isLearned && <span className="sr-only">, learned from</span>}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody
            ref={body}
            onPointerOver={(event) => atCell(event, describe)}
            onFocus={(event) =>
              atCell(event, (button, place) => {
                describe(button, place)
                setFocus(place)
              })
            }
            onKeyDown={(event) => atCell(event, (_, place) => move(event, place))}
            onClick={(event) =>
              atCell(event, (_, [atRow, atColumn]) => {
                const { name, cells } = rows[atRow]!
                const { month } = months[atColumn]!
                if (cells.has(month)) onOpen({ feature: name, month })
              })
            }
          >
            {rows.map((each, rowIndex) => (
              <tr key={each.name}>
                <th
                  scope="row"
                  title={each.label}
                  className={cn(
                    'sticky left-0 z-10 max-w-40 truncate bg-raised pr-3 text-left font-normal sm:max-w-64',
                    !each.feature && 'font-medium',
                  )}
                >
                  {each.label}
                  {each.feature?.grows && (
                    <span className="text-muted-foreground"> (grows by itself)</span>
                  )}
                </th>
                {months.map(({ month, isLearned }, index) => {
                  const cell = each.cells.get(month)
                  const isOpen = open?.feature === each.name && open.month === month
                  return (
                    <td key={month} className={isStart(months, index) ? start : undefined}>
                      <button
                        type="button"
                        tabIndex={rowIndex === row && index === column ? 0 : -1}
                        aria-pressed={isOpen || undefined}
                        aria-disabled={!cell || undefined}
                        aria-label={describeCell(format, cell)}
                        className={looksOf(cell, isLearned)}
                      >
                        {cell && driftLooks[cell.drift.band].sign}
                      </button>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {months.some(({ isLearned }) => isLearned) && (
        <p className="mt-2 text-muted-foreground text-xs">
          Months before the line are those that the version learned from, or chose its threshold on.
        </p>
      )}
    </div>
  )
}

type Place = [row: number, column: number]

/** The line before the first month that was not learned from. */
const start = 'border-accent border-l-2'

/** Tells which cell an event in the body of the table is about, where it is about one. */
function atCell(
  { target }: SyntheticEvent,
  act: (button: HTMLButtonElement, place: Place) => void,
): void {
  const button = target instanceof Element ? target.closest('button') : null
  const cell = button?.closest('td')
  const row = cell?.closest('tr')
  if (button && cell && row) act(button, [row.sectionRowIndex, cell.cellIndex - 1])
}

function looksOf(cell: DriftCell | undefined, isLearned: boolean): string {
  if (!cell) return 'border border-dashed'
  const { band } = cell.drift
  return band === 'stable' && isLearned ? 'bg-legitimate/10' : driftLooks[band].className
}

function scrollToEnd(box: HTMLElement | null): void {
  if (box) box.scrollLeft = box.scrollWidth
}

function isStart(months: DriftMap['months'], index: number): boolean {
  return index > 0 && !months[index]!.isLearned && months[index - 1]!.isLearned
}

function describeCell(format: Formatter, cell: DriftCell | undefined): string {
  if (!cell) return 'not compared'
  const { band, psi } = cell.drift
  return `${driftLooks[band].label.toLowerCase()}, PSI ${format.score(psi)}`
}
