import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { readAsAdmin } from '@/lib/auth/session.ts'
import { runsQuery } from '@/lib/models/list-runs.ts'
import { parseRunFilters } from '@/lib/models/run-filters.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { RunsView } from './_components/runs-view'

export const metadata: Metadata = { title: 'Training runs' }

/** Every training run with its decision, its candidates and how they learned. Admins only. */
export default async function RunsPage({
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
  const runs = await readAsAdmin(
    queryClient.fetchQuery(runsQuery(client, dataset, parseRunFilters(toParams(search)))),
  )
  if (!runs) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RunsView dataset={dataset} />
    </HydrationBoundary>
  )
}

function toParams(search: Record<string, string | string[] | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(search).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}
