'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useFormatter } from '@/components/locale-provider'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
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
  const { data: drift } = useQuery({
    ...driftOverviewQuery(client, dataset, state.version),
    placeholderData: keepPreviousData,
  })
  const { data: overview } = useQuery(monitoringOverviewQuery(client, dataset))
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
      {overview && <Freshness overview={overview} />}
      {drift && (
        <DriftCard
          dataset={dataset}
          overview={drift}
          features={features}
          state={state}
          onChange={change}
        />
      )}
      {drift && <ScoreBands months={drift.scoreMonths} />}
      {overview && <ServiceFigures overview={overview} />}
      <EventLog dataset={dataset} filters={filters} onFilter={filter} />
    </Page>
  )
}
