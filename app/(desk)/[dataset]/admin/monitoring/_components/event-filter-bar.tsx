'use client'

import { type ReactNode, useId } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import { NativeSelect } from '@/components/ui/native-select'
import { nameKind } from '@/lib/models/describe-event.ts'
import { defaultEventFilters, type EventFilters } from '@/lib/monitoring/event-filters.ts'
import type { EventsPage } from '@/lib/monitoring/list-events.ts'

/** Narrows the log. Kinds and people are those that occur. */
export function EventFilterBar({
  filters,
  kinds,
  actors,
  onFilter,
}: {
  filters: EventFilters
  kinds: EventsPage['kinds']
  actors: EventsPage['actors']
  onFilter: (changes: Partial<EventFilters>) => void
}) {
  const { everywhere, kind, actor, since, until } = filters
  const isNarrowed = everywhere || kind || actor || since || until
  const isKnown = kind === null || kinds.some((each) => each.kind === kind)
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2.5 px-4 pb-3.5 sm:px-5">
      <Field label="Kind">
        {(id) => (
          <NativeSelect
            id={id}
            value={kind ?? ''}
            onChange={(event) => onFilter({ kind: event.target.value || null })}
          >
            <option value="">Every kind</option>
            {!isKnown && <option value={kind}>{nameKind(kind)} (0)</option>}
            {kinds.map((each) => (
              <option key={each.kind} value={each.kind}>
                {nameKind(each.kind)} ({each.count})
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="By">
        {(id) => (
          <NativeSelect
            id={id}
            value={actor ?? ''}
            onChange={(event) => onFilter({ actor: event.target.value || null })}
          >
            <option value="">Everybody</option>
            <option value="service">The service</option>
            {actor !== null && actor !== 'service' && !actors.includes(actor) && (
              <option value={actor}>{actor}</option>
            )}
            {actors.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      <Field label="Dataset">
        {(id) => (
          <NativeSelect
            id={id}
            value={everywhere ? 'all' : 'this'}
            onChange={(event) => onFilter({ everywhere: event.target.value === 'all' })}
          >
            <option value="this">This one</option>
            <option value="all">All</option>
          </NativeSelect>
        )}
      </Field>
      <Field label="From">
        {(id) => (
          <Input
            id={id}
            type="date"
            className="w-36"
            value={since ?? ''}
            max={until ?? undefined}
            onChange={(event) => onFilter({ since: event.target.value || null })}
          />
        )}
      </Field>
      <Field label="To">
        {(id) => (
          <Input
            id={id}
            type="date"
            className="w-36"
            value={until ?? ''}
            min={since ?? undefined}
            onChange={(event) => onFilter({ until: event.target.value || null })}
          />
        )}
      </Field>
      {isNarrowed && (
        <Button variant="ghost" onClick={() => onFilter(defaultEventFilters)}>
          Show everything
        </Button>
      )}
    </div>
  )
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <Label htmlFor={id} className="text-muted-foreground text-xs">
        {label}
      </Label>
      {children(id)}
    </div>
  )
}
