import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requireAdmin } from '@/lib/auth/session.ts'
import { adminOverviewQuery } from '@/lib/models/admin-overview.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { RunsView } from './_components/runs-view'

export const metadata: Metadata = { title: 'Training runs' }

/** Every training run with its decision, its candidates and how they learned. Admins only. */
export default async function RunsPage({ params }: { params: Promise<{ dataset: string }> }) {
  await requireAdmin()
  const [{ dataset }, client] = await Promise.all([params, createRequestClient()])
  const queryClient = requestQueryClient()
  const overview = await queryClient.fetchQuery(adminOverviewQuery(client, dataset))
  if (!overview) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunsView dataset={dataset} />
    </HydrationBoundary>
  )
}
