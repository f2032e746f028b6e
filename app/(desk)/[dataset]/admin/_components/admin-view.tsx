'use client'

import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { Command, EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { ModelChip } from '@/components/model-chip'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import { cn } from '@/lib/class-names.ts'
import { adminOverviewQuery } from '@/lib/models/admin-overview.ts'
import { monthsQuery } from '@/lib/months/list-months.ts'
import { BudgetRecall } from './budget-recall'
import { ChampionFigures } from './champion-figures'
import { EventList } from './event-list'
import { ImportanceCard } from './importance-card'
import { ModelActions } from './model-actions'
import { NewestRuns } from './newest-runs'
import { VersionIntervals } from './version-intervals'
import { VersionTable } from './version-table'

const QualityLines = dynamic(
  () => import('@/components/quality-lines').then((module) => module.QualityLines),
  {
    ssr: false,
    loading: () => <Skeleton className="h-[19.5rem]" />,
  },
)

/** The models page, from what the server has read. */
export function AdminView({
  dataset,
  features,
}: {
  dataset: string
  features: readonly FeatureDefinition[]
}) {
  const client = useSupabase()
  const { data } = useSuspenseQuery(adminOverviewQuery(client, dataset))
  const { data: months } = useQuery(monthsQuery(client, dataset))
  const format = useFormatter()
  if (!data) return <EmptyState title="This dataset does not exist any more" />

  const alias = data.aliases.find((entry) => entry.alias === 'champion')
  const champion = data.versions.find(({ version }) => version === alias?.version)
  const predicted = months?.months.filter((month) => month.predicted !== null) ?? []
  const isEmpty = data.versions.length === 0 && data.runs.length === 0
  return (
    <Page>
      <PageHeader
        title="Models"
        description={data.dataset.title}
        actions={
          <>
            {data.dataset.champion && <ModelChip champion={data.dataset.champion} />}
            <ModelActions
              dataset={dataset}
              champion={champion?.version ?? null}
              previous={
                data.versions.find(
                  ({ version, promotedAt, retiredAt }) =>
                    champion && version < champion.version && promotedAt && !retiredAt,
                )?.version ?? null
              }
            />
          </>
        }
      />
      {champion && alias && <ChampionFigures champion={champion} />}
      {champion && alias && (
        <p className="wrap-anywhere -mt-2 text-[0.8125rem] text-muted-foreground">
          Version {champion.version} serves since {format.time(alias.setAt)} UTC
          {alias.setBy ? `, set by ${alias.setBy}` : ''}: {alias.reason}
        </p>
      )}
      {isEmpty && (
        <Card>
          <EmptyState title={`No model for ${dataset} yet`}>
            Load labelled transactions, then run{' '}
            <Command>{`npm run train -- --dataset ${dataset}`}</Command>
          </EmptyState>
        </Card>
      )}
      {data.versions.length > 0 && (
        <>
          <div className={cn('grid gap-5 lg:grid-cols-2', champion && 'xl:grid-cols-3')}>
            <Card>
              <CardHeader>
                <div>
                  <CardTitle>Average precision by version</CardTitle>
                  <CardDescription>
                    On each version's own hold-out, with its interval.
                  </CardDescription>
                </div>
              </CardHeader>
              <CardContent className="grid gap-5">
                <VersionIntervals versions={data.versions} champion={champion?.version ?? null} />
                {champion && <BudgetRecall budgets={champion.metrics.recallAtBudget} />}
              </CardContent>
            </Card>
            <Card>
              <CardHeader>
                <div>
                  <CardTitle>Served predictions over time</CardTitle>
                  <CardDescription>
                    Precision and recall of what people saw, once labels are in.
                  </CardDescription>
                </div>
              </CardHeader>
              <CardContent>
                {!months ? (
                  <Skeleton className="h-[19.5rem]" />
                ) : predicted.length === 0 ? (
                  <EmptyState title="No month has been predicted yet">
                    They come with the first month after a model.
                  </EmptyState>
                ) : (
                  <QualityLines className="h-72" months={predicted} />
                )}
              </CardContent>
            </Card>
            {champion && (
              <div className="grid lg:max-xl:col-span-2">
                <ImportanceCard
                  title="What the champion looks at"
                  versions={[champion]}
                  features={features}
                />
              </div>
            )}
          </div>
          <VersionTable dataset={dataset} versions={data.versions} aliases={data.aliases} />
        </>
      )}
      {data.runs.length > 0 && (
        <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <NewestRuns dataset={dataset} runs={data.runs} />
          <EventList dataset={dataset} events={data.events} />
        </div>
      )}
    </Page>
  )
}
