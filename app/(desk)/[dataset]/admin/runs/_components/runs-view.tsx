'use client'

import { useQuery } from '@tanstack/react-query'
import { Command, EmptyState } from '@/components/empty-state'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Card } from '@/components/ui/card'
import { adminOverviewQuery } from '@/lib/models/admin-overview.ts'
import { RunList } from '../../_components/run-list'

/** The last runs; one that is opened shows what it learned from and how its candidates learned. */
export function RunsView({ dataset }: { dataset: string }) {
  const client = useSupabase()
  const { data } = useQuery(adminOverviewQuery(client, dataset))
  if (!data) return null
  return (
    <Page>
      <PageHeader
        title="Training runs"
        description={`${data.dataset.title}: the last ${data.runs.length || ''} with what they tried`}
      />
      {data.runs.length === 0 ? (
        <Card>
          <EmptyState title="Nothing has been trained yet">
            Load labelled transactions, then run{' '}
            <Command>{`npm run train -- --dataset ${dataset}`}</Command>
          </EmptyState>
        </Card>
      ) : (
        <RunList runs={data.runs} />
      )}
    </Page>
  )
}
