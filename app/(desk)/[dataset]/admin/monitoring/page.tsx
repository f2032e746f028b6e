import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getProfile } from '@/core/datasets/registry.ts'
import { readAsAdmin } from '@/lib/auth/session.ts'
import { driftOverviewQuery } from '@/lib/monitoring/drift-overview.ts'
import { parseEventFilters } from '@/lib/monitoring/event-filters.ts'
import { eventsQuery } from '@/lib/monitoring/list-events.ts'
import { monitoringOverviewQuery } from '@/lib/monitoring/monitoring-overview.ts'
import { parseMonitoringState } from '@/lib/monitoring/monitoring-state.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { MonitoringView } from './_components/monitoring-view'

export const metadata: Metadata = { title: 'Monitoring' }

/** How data, models and the service are doing: drift before labels arrive, freshness, calls, the log. Admins only. */
export default async function MonitoringPage({
  params,
  searchParams,
}: {
  params: Promise<{ dataset: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [{ dataset }, search, client] = await Promise.all([
    params,
    searchParams,
    createRequestClient(),
  ])
  const queryClient = requestQueryClient()
  const [drift] = await readAsAdmin(
    Promise.all([
      queryClient.fetchQuery(
        driftOverviewQuery(client, dataset, parseMonitoringState(search).version),
      ),
      queryClient.prefetchQuery(monitoringOverviewQuery(client, dataset)),
      queryClient.prefetchQuery(eventsQuery(client, dataset, parseEventFilters(search))),
    ]),
  )
  if (!drift) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MonitoringView dataset={dataset} features={getProfile(drift.dataset.profile).features} />
    </HydrationBoundary>
  )
}
