import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { requireSession } from '@/lib/auth/session.ts'
import { monthsQuery } from '@/lib/months/list-months.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { MonthsView } from './_components/months-view'

export const metadata: Metadata = { title: 'Months' }

/** All months of a dataset: what was predicted, and how it turned out. */
export default async function MonthsPage({ params }: { params: Promise<{ dataset: string }> }) {
  const { dataset } = await params
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  await Promise.all([requireSession(), queryClient.prefetchQuery(monthsQuery(client, dataset))])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MonthsView dataset={dataset} />
    </HydrationBoundary>
  )
}
