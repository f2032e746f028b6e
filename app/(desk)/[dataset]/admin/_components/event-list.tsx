'use client'

import Link from 'next/link'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import type { DeskEvent } from '@/lib/models/admin-overview.ts'
import { describeEvent } from '@/lib/models/describe-event.ts'
import { routes } from '@/lib/routes.ts'

/** What happened to the dataset last, and the way to the whole log. */
export function EventList({ dataset, events }: { dataset: string; events: DeskEvent[] }) {
  const format = useFormatter()
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Log</CardTitle>
          <CardDescription>What happened last. Times are UTC.</CardDescription>
        </div>
        <Button asChild variant="outline" size="sm">
          <Link href={`${routes.adminMonitoring(dataset)}#log`}>Whole log</Link>
        </Button>
      </CardHeader>
      <CardContent>
        {events.length === 0 ? (
          <p className="text-muted-foreground">Nothing has happened yet.</p>
        ) : (
          <ol className="grid gap-3.5 text-[0.8125rem]">
            {events.map((event) => (
              <li key={event.id} className="grid gap-0.5 border-l-2 pl-3">
                <span className="wrap-anywhere">{describeEvent(event, format)}</span>
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
