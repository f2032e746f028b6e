'use client'

import { useFormatter } from '@/components/locale-provider'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card'
import type { DeskEvent } from '@/lib/models/admin-overview.ts'
import { describeEvent } from '@/lib/models/describe-event.ts'

/** What happened to the dataset, newest first. */
export function EventList({ events }: { events: DeskEvent[] }) {
  const format = useFormatter()
  return (
    <Card>
      <CardHeader>
        <CardTitle>Log</CardTitle>
      </CardHeader>
      <CardContent>
        {events.length === 0 ? (
          <p className="text-muted-foreground">Nothing has happened yet.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard.
          <ol tabIndex={0} className="grid max-h-128 gap-3.5 overflow-y-auto text-[0.8125rem]">
            {events.map((event) => (
              <li key={event.id} className="grid gap-0.5 border-l-2 pl-3">
                <span className="break-words">{describeEvent(event, format)}</span>
                <span className="text-muted-foreground text-xs tabular-nums">
                  {format.time(event.createdAt)}
                  {event.actor ? `, ${event.actor}` : ''}
                </span>
              </li>
            ))}
          </ol>
        )}
      </CardContent>
    </Card>
  )
}
