import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readAsAdmin } from '@/lib/auth/session.ts'
import { backtestOverviewQuery, parseBacktestId } from '@/lib/models/backtest-overview.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { BacktestView } from './_components/backtest-view'

export const metadata: Metadata = { title: 'Backtest' }

/** What would have come of keeping the model in other ways. Admins only. */
export default async function BacktestPage({
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
  const overview = await readAsAdmin(
    queryClient.fetchQuery(backtestOverviewQuery(client, dataset, parseBacktestId(search.id))),
  )
  if (!overview) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <BacktestView dataset={dataset} />
    </HydrationBoundary>
  )
}
