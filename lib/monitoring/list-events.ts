import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { EVENTS_PAGE_SIZE, type EventFilters } from './event-filters.ts'

const eventsSchema = z.object({
  total: z.int(),
  kinds: z.array(z.object({ kind: z.string(), count: z.int() })),
  /** People who did something; what the service did by itself has none. */
  actors: z.array(z.string()),
  rows: z.array(
    z.object({
      id: z.int(),
      kind: z.string(),
      dataset: z.nullable(z.string()),
      actor: z.nullable(z.string()),
      payload: z.record(z.string(), z.unknown()),
      createdAt: instantSchema,
    }),
  ),
})

/** A page of the log with what it can be filtered by. */
export type EventsPage = z.infer<typeof eventsSchema>

/** One page of the log, newest first. Admins only. */
export function eventsQuery(client: DataClient, dataset: string, filters: EventFilters) {
  const { everywhere, kind, actor, since, until, page } = filters
  return queryOptions({
    queryKey: ['events', everywhere ? null : dataset, filters],
    queryFn: ({ signal }) =>
      readRpc(
        'read the log',
        client
          .rpc('list_events', {
            ...(everywhere ? {} : { dataset_slug: dataset }),
            ...(kind === null ? {} : { of_kind: kind }),
            ...(actor === null ? {} : { of_actor: actor }),
            ...(since === null ? {} : { since }),
            ...(until === null ? {} : { until }),
            page_size: EVENTS_PAGE_SIZE,
            page_offset: (page - 1) * EVENTS_PAGE_SIZE,
          })
          .abortSignal(signal),
        eventsSchema,
      ),
    placeholderData: keepPreviousData,
  })
}
