import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getProfile } from '@/core/datasets/registry.ts'
import { isMonth } from '@/core/month.ts'
import { datasetSettingsSchema } from '@/core/publishing/dataset-settings.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { requestFormatter } from '@/lib/format/request-formatter.ts'
import { monthQuery } from '@/lib/months/get-month.ts'
import { daysQuery } from '@/lib/months/list-days.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { parseFlaggedFilters, type SearchParams } from '@/lib/transactions/flagged-filters.ts'
import { flaggedQuery } from '@/lib/transactions/list-flagged.ts'
import { MonthView } from './_components/month-view'

interface MonthPageProps {
  params: Promise<{ dataset: string; month: string }>
  searchParams: Promise<SearchParams>
}

export async function generateMetadata({ params }: MonthPageProps): Promise<Metadata> {
  const [{ month }, format] = await Promise.all([params, requestFormatter()])
  return { title: isMonth(month) ? format.month(month) : 'Month' }
}

/** One month: totals, scores, and its flagged transactions. */
export default async function MonthPage({ params, searchParams }: MonthPageProps) {
  const [{ dataset, month }, search] = await Promise.all([params, searchParams])
  if (!isMonth(month)) notFound()
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  const filters = parseFlaggedFilters(search)
  const [detail] = await Promise.all([
    queryClient.fetchQuery(monthQuery(client, dataset, month)),
    queryClient.prefetchQuery(flaggedQuery(client, dataset, month, filters)),
    queryClient.prefetchQuery(daysQuery(client, dataset, month)),
    requireSession(),
  ])
  if (!detail) notFound()

  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MonthView
        dataset={dataset}
        month={month}
        features={getProfile(detail.dataset.profile).features}
        reviewCost={detail.reviewCost ?? datasetSettingsSchema.parse({}).review_cost}
      />
    </HydrationBoundary>
  )
}
