'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useSearchParams } from 'next/navigation'
import { Command, EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import {
  type Backtest,
  backtestOverviewQuery,
  describeDifference,
  parseBacktestId,
} from '@/lib/models/backtest-overview.ts'
import { describeResampling } from '@/lib/models/interval.ts'
import { UnreadPage } from '../../_components/unread-page'
import { BacktestList } from './backtest-list'
import { BacktestMonths } from './backtest-months'
import { GateDecisions } from './gate-decisions'

const BacktestPlot = dynamic(
  () => import('./backtest-plot').then((module) => module.BacktestPlot),
  {
    ssr: false,
    loading: () => <Skeleton className="h-80" />,
  },
)

/** One backtest in full, and the way to the others. */
export function BacktestView({ dataset }: { dataset: string }) {
  const client = useSupabase()
  const id = parseBacktestId(useSearchParams().get('id'))
  const query = useQuery({
    ...backtestOverviewQuery(client, dataset, id),
    placeholderData: keepPreviousData,
  })
  const { data } = query
  if (!data) return <UnreadPage title="Backtest" query={query} />
  const { chosen, list } = data
  return (
    <Page>
      <PageHeader
        title="Backtest"
        description={`${data.dataset.title}: what would have come of keeping the model in other ways`}
      />
      {chosen ? (
        <>
          <Outcome backtest={chosen} />
          <GateDecisions decisions={chosen.decisions} />
        </>
      ) : (
        <Card>
          <EmptyState title={id === null ? 'Nothing was tried yet' : 'There is no such backtest'}>
            Walk through past months with{' '}
            <Command>{`npm run backtest -- --dataset ${dataset} --from YYYY-MM --to YYYY-MM`}</Command>
          </EmptyState>
        </Card>
      )}
      {list.length > 0 && <BacktestList list={list} chosen={chosen?.id ?? null} />}
    </Page>
  )
}

function Outcome({ backtest }: { backtest: Backtest }) {
  const format = useFormatter()
  const { labelDelayMonths: delay } = backtest
  const known = delay === 0 ? 'at once' : `${delay} month${delay === 1 ? '' : 's'} after its end`
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>
            {format.month(backtest.from)} to {format.month(backtest.to)}
          </CardTitle>
          <CardDescription>
            Average precision of each month's predictions, with its 95% interval
            {describeResampling(backtest.months[0]?.ways.neverRetrained?.averagePrecision)}. A
            month's labels were taken as known {known}; tried with{' '}
            {backtest.families.map(describeFamily).join(', ')} in{' '}
            {format.duration(backtest.durationMs)} on {format.time(backtest.createdAt)}.
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent className="grid gap-4">
        <ul className="grid gap-1">
          {backtest.differences.map((compared) => (
            <li key={`${compared.first} ${compared.second}`}>
              {describeDifference(compared, format.score)}
            </li>
          ))}
        </ul>
        <BacktestPlot months={backtest.months} decisions={backtest.decisions} />
        <BacktestMonths months={backtest.months} />
      </CardContent>
    </Card>
  )
}
