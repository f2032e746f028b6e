import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getProfile } from '@/core/datasets/registry.ts'
import { readAsAdmin } from '@/lib/auth/session.ts'
import { adminOverviewQuery } from '@/lib/models/admin-overview.ts'
import { monthsQuery } from '@/lib/months/list-months.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { AdminView } from './_components/admin-view'

export const metadata: Metadata = { title: 'Models' }

/** The models of a dataset: which one serves, how good it is, and what every run came to. Admins only. */
export default async function AdminPage({ params }: { params: Promise<{ dataset: string }> }) {
  const { dataset } = await params
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  const [overview] = await readAsAdmin(
    Promise.all([
      queryClient.fetchQuery(adminOverviewQuery(client, dataset)),
      queryClient.prefetchQuery(monthsQuery(client, dataset)),
    ]),
  )
  if (!overview) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AdminView dataset={dataset} features={getProfile(overview.dataset.profile).features} />
    </HydrationBoundary>
  )
}
