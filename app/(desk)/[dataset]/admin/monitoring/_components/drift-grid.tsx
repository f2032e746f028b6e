'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
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

/**
 * Feature × month. One cell takes part in the tab order and arrow keys move between cells, so that hundreds of them do
 * not stand in a keyboard's way.
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
  const grid = useRef<HTMLTableElement>(null)
  const names = months.map(({ month }) => format.month(month))
  const [focus, setFocus] = useState<[row: number, column: number]>([0, months.length - 1])
  const row = Math.min(focus[0], rows.length - 1)
  const column = Math.min(focus[1], months.length - 1)

  function move(event: KeyboardEvent) {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const next: [number, number] = [
      Math.min(Math.max(row + step[0], 0), rows.length - 1),
      Math.min(Math.max(column + step[1], 0), months.length - 1),
    ]
    setFocus(next)
    grid.current?.querySelector<HTMLElement>(`[data-place="${next.join()}"]`)?.focus()
  }

  return (
    <div className="min-w-0">
      {/* The newest months, which people come for, are at the right end. */}
      <div ref={scrollToEnd} className="overflow-x-auto pb-1">
        <table
          ref={grid}
          aria-label="Drift by feature and month"
          className="border-separate border-spacing-px text-xs"
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
                    isStart(months, index) && 'border-accent border-l-2',
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
          <tbody>
            {rows.map((each, rowIndex) => (
              <tr key={each.name}>
                <th
                  scope="row"
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
                {months.map(({ month }, columnIndex) => (
                  <td
                    key={month}
                    className={cn(
                      'p-0',
                      isStart(months, columnIndex) && 'border-accent border-l-2',
                    )}
                  >
                    <GridCell
                      place={`${rowIndex},${columnIndex}`}
                      isFocus={rowIndex === row && columnIndex === column}
                      isOpen={open?.feature === each.name && open.month === month}
                      isFaint={months[columnIndex]!.isLearned}
                      name={nameCell(
                        format,
                        each.label,
                        names[columnIndex]!,
                        each.cells.get(month),
                      )}
                      cell={each.cells.get(month)}
                      onFocus={() => setFocus([rowIndex, columnIndex])}
                      onMove={move}
                      onOpen={() => onOpen({ feature: each.name, month })}
                    />
                  </td>
                ))}
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

function scrollToEnd(box: HTMLElement | null): void {
  if (box) box.scrollLeft = box.scrollWidth
}

function isStart(months: DriftMap['months'], index: number): boolean {
  return index > 0 && !months[index]!.isLearned && months[index - 1]!.isLearned
}

function nameCell(
  format: Formatter,
  label: string,
  month: string,
  cell: DriftCell | undefined,
): string {
  if (!cell) return `${label}, ${month}: not compared`
  const { band, psi } = cell.drift
  return `${label}, ${month}: ${driftLooks[band].label.toLowerCase()}, PSI ${format.score(psi)}`
}

function GridCell({
  place,
  isFocus,
  isOpen,
  isFaint,
  name,
  cell,
  onFocus,
  onMove,
  onOpen,
}: {
  place: string
  isFocus: boolean
  isOpen: boolean
  isFaint: boolean
  name: string
  cell: DriftCell | undefined
  onFocus: () => void
  onMove: (event: KeyboardEvent) => void
  onOpen: () => void
}) {
  const looks = cell && driftLooks[cell.drift.band]
  return (
    <button
      type="button"
      data-place={place}
      tabIndex={isFocus ? 0 : -1}
      aria-pressed={isOpen}
      aria-disabled={!cell || undefined}
      // The tooltip is the name as well.
      title={name}
      onFocus={onFocus}
      onKeyDown={onMove}
      onClick={() => cell && onOpen()}
      className={cn(
        'grid h-6 w-full min-w-8 place-items-center rounded-[3px] leading-none transition-transform hover:scale-110',
        looks ? looks.className : 'border border-dashed',
        isFaint && cell?.drift.band === 'stable' && 'bg-legitimate/10',
        isOpen && 'outline-2 outline-foreground outline-offset-1',
      )}
    >
      <span aria-hidden>{looks?.sign}</span>
    </button>
  )
}
