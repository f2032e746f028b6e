'use client'

import { useFormatter } from '@/components/locale-provider'
import type { MonitoringOverview } from '@/lib/monitoring/monitoring-overview.ts'

/** Calls of the last seven days as bars, with failed ones hatched on top, and how long a call took on average. */
export function CallDays({ days }: { days: MonitoringOverview['callDays'] }) {
  const format = useFormatter()
  const most = Math.max(...days.map(({ callCount }) => callCount), 1)
  return (
    <ol
      aria-label="Calls by day"
      className="grid grid-cols-7 gap-1.5 px-4 pb-4 text-center text-2xs text-muted-foreground tabular-nums sm:px-5"
    >
      {days.map(({ day, callCount, failedCount, meanMs }) => {
        const words = `${format.day(day)}: ${format.count(callCount)} calls, ${format.count(failedCount)} failed${meanMs === null ? '' : `, ${format.duration(meanMs)} on average`}`
        return (
          <li key={day} className="grid gap-1" title={words}>
            <span className="sr-only">{words}</span>
            <span aria-hidden className="h-4">
              {callCount > 0 && format.compact(callCount)}
            </span>
            <span aria-hidden className="flex h-12 flex-col justify-end border-b">
              {failedCount > 0 && (
                <span
                  className="hatched block min-h-1 rounded-t-[2px] text-fraud"
                  style={{ height: `${(failedCount / most) * 100}%` }}
                />
              )}
              <span
                className="block bg-accent/70 first:rounded-t-[2px]"
                style={{ height: `${((callCount - failedCount) / most) * 100}%` }}
              />
            </span>
            <span aria-hidden>{format.weekday(Date.parse(day))}</span>
            <span aria-hidden className="whitespace-nowrap">
              {meanMs === null ? '–' : format.duration(meanMs)}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
