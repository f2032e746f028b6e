import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { getProfile } from '@/core/datasets/registry.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { reviewQueueQuery } from '@/lib/reviews/review-queue.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { ReviewView } from './_components/review-view'

export const metadata: Metadata = { title: 'Review' }

/** What was flagged and waits for somebody's word, riskiest first. */
export default async function ReviewPage({ params }: { params: Promise<{ dataset: string }> }) {
  const { dataset } = await params
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  const [queue] = await Promise.all([
    queryClient.fetchQuery(reviewQueueQuery(client, dataset)),
    requireSession(),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ReviewView
        dataset={dataset}
        features={queue ? getProfile(queue.dataset.profile).features : []}
      />
    </HydrationBoundary>
  )
}
