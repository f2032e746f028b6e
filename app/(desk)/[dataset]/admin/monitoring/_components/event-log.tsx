'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useFormatter } from '@/components/locale-provider'
import { Pager } from '@/components/pager'
import { QueryFault } from '@/components/query-fault'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { describeEvent, nameKind } from '@/lib/models/describe-event.ts'
import { eventSubject } from '@/lib/models/event-subject.ts'
import {
  defaultEventFilters,
  EVENTS_PAGE_SIZE,
  type EventFilters,
} from '@/lib/monitoring/event-filters.ts'
import { type EventsPage, eventsQuery } from '@/lib/monitoring/list-events.ts'
import { EventFilterBar } from './event-filter-bar'

/** What happened, newest first, by kind, person, dataset and day. */
export function EventLog({
  dataset,
  filters,
  onFilter,
}: {
  dataset: string
  filters: EventFilters
  onFilter: (changes: Partial<EventFilters>) => void
}) {
  const client = useSupabase()
  const format = useFormatter()
  const query = useQuery(eventsQuery(client, dataset, filters))
  const { data, error, isPlaceholderData } = query
  return (
    <Card id="log" aria-labelledby="log-title" className="scroll-mt-16">
      <CardHeader className="pb-3">
        <div>
          <CardTitle id="log-title">Log</CardTitle>
          <CardDescription>Entries are only ever added. Times are UTC.</CardDescription>
        </div>
      </CardHeader>
      <EventFilterBar
        filters={filters}
        kinds={data?.kinds ?? []}
        actors={data?.actors ?? []}
        onFilter={onFilter}
      />
      {!data && <QueryFault query={query} className="m-4" />}
      {!data && !error && <Skeleton className="m-5 h-64" />}
      {data?.total === 0 && (
        <div className="grid justify-items-center gap-3 border-t px-4 py-10 text-muted-foreground">
          Nothing of this kind has happened.
          <Button variant="outline" size="sm" onClick={() => onFilter(defaultEventFilters)}>
            Show everything
          </Button>
        </div>
      )}
      {data && data.total > 0 && (
        <>
          <ol aria-busy={isPlaceholderData} className="text-[0.8125rem] aria-busy:opacity-60">
            {data.rows.map((event) => (
              <li
                key={event.id}
                className="grid gap-x-5 gap-y-0.5 border-t px-4 py-2.5 sm:grid-cols-[10.5rem_minmax(0,1fr)_auto] sm:px-5"
              >
                <time
                  dateTime={event.createdAt}
                  className="text-muted-foreground text-xs tabular-nums leading-5"
                >
                  {format.time(event.createdAt)}
                </time>
                <span className="min-w-0">
                  <span className="wrap-anywhere">{describeEvent(event, format)}</span>
                  <Subject event={event} />
                  {typeof event.payload.reason === 'string' && (
                    <span className="wrap-anywhere block text-pretty text-muted-foreground text-xs">
                      {event.payload.reason}
                    </span>
                  )}
                </span>
                <span className="text-muted-foreground text-xs leading-5 sm:text-right">
                  {event.actor ?? 'the service'}
                  {filters.everywhere && event.dataset ? `, ${event.dataset}` : ''}
                  <span className="sr-only">, {nameKind(event.kind)}</span>
                </span>
              </li>
            ))}
          </ol>
          <Pager
            label="Pages of the log"
            page={filters.page}
            pageSize={EVENTS_PAGE_SIZE}
            total={data.total}
            onPage={(page) => onFilter({ page })}
          />
        </>
      )}
    </Card>
  )
}

function Subject({ event }: { event: EventsPage['rows'][number] }) {
  const subject = eventSubject(event, event.dataset)
  if (!subject) return null
  return (
    <Link
      href={subject.href}
      className="ml-2 whitespace-nowrap text-accent text-xs underline decoration-accent/50 underline-offset-2 hover:decoration-accent"
    >
      {subject.label}
    </Link>
  )
}
