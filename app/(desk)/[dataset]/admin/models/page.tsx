import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getProfile } from '@/core/datasets/registry.ts'
import { readAsAdmin } from '@/lib/auth/session.ts'
import { compareVersionsQuery, parseVersionPair } from '@/lib/models/compare-versions.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { CompareView } from './_components/compare-view'

export const metadata: Metadata = { title: 'Compare versions' }

/** Any two versions side by side: measures, curves, importance, lineage. Admins only. */
export default async function ComparePage({
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
  const comparison = await readAsAdmin(
    queryClient.fetchQuery(compareVersionsQuery(client, dataset, parseVersionPair(search))),
  )
  if (!comparison) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <CompareView dataset={dataset} features={getProfile(comparison.dataset.profile).features} />
    </HydrationBoundary>
  )
}
