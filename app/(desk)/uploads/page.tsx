import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { profiles } from '@/core/datasets/registry.ts'
import { MAX_FILE_BYTES } from '@/core/ingest/inspect-file.ts'
import { MAX_ROW_BYTES } from '@/core/ingest/row-scanner.ts'
import { STORY_DATASET } from '@/core/simulator/story-plan.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { LAST_DATASET_COOKIE } from '@/lib/datasets/last-dataset.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { monthsQuery } from '@/lib/months/list-months.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { parseHistoryFilters } from '@/lib/uploads/history-filters.ts'
import { uploadsQuery } from '@/lib/uploads/list-uploads.ts'
import { UploadsView } from './_components/uploads-view'

export const metadata: Metadata = { title: 'Uploads' }

/** Bring files in, and see what came of earlier ones. */
export default async function UploadsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(await searchParams)) {
    if (typeof value === 'string') params.set(name, value)
  }
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  const [cookieStore] = await Promise.all([
    cookies(),
    requireSession(),
    queryClient.prefetchQuery(uploadsQuery(client, parseHistoryFilters(params))),
    queryClient.prefetchQuery(datasetsQuery(client)),
    queryClient.prefetchQuery(monthsQuery(client, STORY_DATASET)),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UploadsView
        lastDataset={cookieStore.get(LAST_DATASET_COOKIE)?.value}
        limits={{ fileBytes: MAX_FILE_BYTES, rowBytes: MAX_ROW_BYTES }}
        formats={profiles.map(({ slug, title, columns, labelColumn }) => ({
          slug,
          title,
          columns: [...columns, labelColumn],
        }))}
      />
    </HydrationBoundary>
  )
}
