'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ComponentProps } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Page, PageHeader } from '@/components/page-header'
import { QueryFault } from '@/components/query-fault'
import { useSupabase } from '@/components/supabase-provider'
import { Skeleton } from '@/components/ui/skeleton'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { driftOverviewQuery } from '@/lib/monitoring/drift-overview.ts'
import { monitoringOverviewQuery } from '@/lib/monitoring/monitoring-overview.ts'
import { DriftCard } from './drift-card'
import { EventLog } from './event-log'
import { Freshness } from './freshness'
import { ScoreBands } from './score-bands'
import { ServiceFigures } from './service-figures'
import { usePageState } from './use-page-state'

/** The monitoring page, from what the server has read. */
export function MonitoringView({
  dataset,
  features,
}: {
  dataset: string
  features: readonly FeatureDefinition[]
}) {
  const client = useSupabase()
  const format = useFormatter()
  const { state, change, filters, filter } = usePageState()
  const driftQuery = useQuery({
    ...driftOverviewQuery(client, dataset, state.version),
    placeholderData: keepPreviousData,
  })
  const overviewQuery = useQuery(monitoringOverviewQuery(client, dataset))
  const { data: drift } = driftQuery
  const { data: overview } = overviewQuery
  return (
    <Page>
      <PageHeader
        title="Monitoring"
        description={
          overview
            ? `${overview.dataset.title}, as of ${format.time(overview.now)} UTC`
            : 'How data, models and the service are doing'
        }
      />
      {overview ? (
        <Freshness overview={overview} />
      ) : (
        <Unread query={overviewQuery} className="h-[5.6rem]" />
      )}
      {drift ? (
        <>
          <DriftCard
            dataset={dataset}
            overview={drift}
            features={features}
            state={state}
            onChange={change}
          />
          <ScoreBands months={drift.scoreMonths} />
        </>
      ) : (
        <Unread query={driftQuery} className="h-[34rem]" />
      )}
      {overview && <ServiceFigures overview={overview} />}
      <EventLog dataset={dataset} filters={filters} onFilter={filter} />
    </Page>
  )
}

/** The place of what is on its way, or why it could not be read. */
function Unread({ query, className }: ComponentProps<typeof QueryFault>) {
  return query.error ? <QueryFault query={query} /> : <Skeleton className={className} />
}
