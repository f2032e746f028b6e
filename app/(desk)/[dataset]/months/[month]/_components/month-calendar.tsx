'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import { useSupabase } from '@/components/supabase-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { DAY_MS } from '@/core/durations.ts'
import { type Month, monthStart } from '@/core/month.ts'
import { cn } from '@/lib/class-names.ts'
import { daysQuery } from '@/lib/months/list-days.ts'
import { useFlaggedFilters } from './use-flagged-filters'

/** The strongest shade, in percent; text stays readable on it in light and dark. */
const STRONGEST = 42

/** The month as a calendar: the more was flagged on a day, the stronger its shade. A day narrows the table to itself. */
export function MonthCalendar({ dataset, month }: { dataset: string; month: Month }) {
  const format = useFormatter()
  const { data: days } = useQuery(daysQuery(useSupabase(), dataset, month))
  const [filters, setFilters] = useFlaggedFilters()
  const most = Math.max(1, ...(days ?? []).map(({ flaggedCount }) => flaggedCount))
  const first = monthStart(month)
  // Weeks begin on Monday, wherever the reader is: one calendar for everybody who talks about it.
  const blanks = (new Date(first).getUTCDay() + 6) % 7

  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Days</CardTitle>
          <CardDescription>Flagged per day; choose one to filter.</CardDescription>
        </div>
      </CardHeader>
      <CardContent className="grid gap-3">
        <div className="mx-auto grid w-full max-w-108 grid-cols-7 gap-1 text-center">
          {Array.from({ length: 7 }, (_, weekday) => (
            <span key={weekdays[weekday]} aria-hidden className="text-2xs text-muted-foreground">
              {format.weekday(MONDAY + weekday * DAY_MS)}
            </span>
          ))}
          {days?.map(({ day, flaggedCount, fraudCount, missedCount }, index) => (
            <button
              key={day}
              type="button"
              aria-pressed={filters.day === day}
              title={`${format.count(flaggedCount)} flagged, ${format.count(fraudCount)} known fraud, ${format.count(missedCount)} missed`}
              onClick={() => setFilters({ day: filters.day === day ? null : day })}
              style={{
                ...(index === 0 ? { gridColumnStart: blanks + 1 } : {}),
                backgroundColor: `color-mix(in oklch, var(--flagged) ${(flaggedCount / most) * STRONGEST}%, var(--muted))`,
              }}
              className={cn(
                'relative grid h-11 content-center rounded-md border border-transparent leading-none hover:border-foreground/40',
                filters.day === day && 'border-2 border-foreground hover:border-foreground',
              )}
            >
              <span className="text-2xs">{day} </span>
              <span
                className={cn(
                  'mt-0.5 text-xs tabular-nums',
                  flaggedCount === 0 ? 'text-muted-foreground' : 'font-medium',
                )}
              >
                {format.compact(flaggedCount)}
                <span className="sr-only">
                  {' '}
                  flagged, {format.count(fraudCount)} known fraud, {format.count(missedCount)}{' '}
                  missed
                </span>
              </span>
              {missedCount > 0 && (
                <span
                  aria-hidden
                  className="absolute top-1 right-1 size-1.5 rounded-full bg-missed"
                />
              )}
            </button>
          ))}
        </div>
        <p className="mx-auto flex w-full max-w-108 items-center gap-1.5 text-muted-foreground text-xs">
          <Swatch outcome="missed" className="rounded-full" /> Fraud was missed that day
        </p>
      </CardContent>
    </Card>
  )
}

/** Monday, 5 January 1970. */
const MONDAY = 4 * DAY_MS
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
