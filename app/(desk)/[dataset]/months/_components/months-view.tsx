'use client'

import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Command, EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { ModelChip } from '@/components/model-chip'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { monthsQuery } from '@/lib/months/list-months.ts'
import { routes } from '@/lib/routes.ts'
import { healthQuery } from '@/lib/status/service-health.ts'
import { MonthsChart } from './months-chart'
import { MonthsFigures } from './months-figures'
import { MonthsTable } from './months-table'

/** The months page, from what the server has read. */
export function MonthsView({ dataset }: { dataset: string }) {
  const { data } = useSuspenseQuery(monthsQuery(useSupabase(), dataset))
  const format = useFormatter()
  if (!data) return <EmptyState title="This dataset does not exist any more" />

  const { months } = data
  const { champion, currency, title, slug } = data.dataset
  const first = months[0]
  const last = months.at(-1)
  return (
    <Page>
      <PageHeader
        title="Months"
        description={
          first && last
            ? `${title}, ${format.month(first.month)} to ${format.month(last.month)}`
            : title
        }
        actions={champion && <ModelChip champion={champion} />}
      />
      {months.length === 0 ? (
        <Card>
          <EmptyState
            title={`${title} has no transactions yet`}
            action={
              <Button asChild>
                <Link href={routes.uploads()}>Upload a file</Link>
              </Button>
            }
          >
            Upload a file of card transactions, or load one with{' '}
            <Command>{'npm run ingest -- FILE'}</Command>
          </EmptyState>
        </Card>
      ) : (
        <>
          {!champion && <NoModel dataset={slug} />}
          <MonthsFigures months={months} currency={currency} />
          <MonthsChart
            dataset={slug}
            months={months}
            trainings={data.trainings}
            championChanges={data.championChanges}
            currency={currency}
          />
          <MonthsTable dataset={slug} months={months} currency={currency} />
        </>
      )}
    </Page>
  )
}

/** Says how to get a model, unless one is on its way already. */
function NoModel({ dataset }: { dataset: string }) {
  const { data: health } = useQuery(healthQuery())
  if (health?.status === 'loading') return null
  return (
    <Alert variant="accent">
      <AlertTitle>No model for {dataset} yet</AlertTitle>
      <AlertDescription>
        Nothing is predicted until one is trained. Run{' '}
        <Command>{`npm run train -- --dataset ${dataset}`}</Command>
      </AlertDescription>
    </Alert>
  )
}
