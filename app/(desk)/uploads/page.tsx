import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { profiles } from '@/core/datasets/registry.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { LAST_DATASET_COOKIE } from '@/lib/datasets/last-dataset.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { uploadsQuery } from '@/lib/uploads/list-uploads.ts'
import { UploadsView } from './_components/uploads-view'

export const metadata: Metadata = { title: 'Uploads' }

/** Bring a file in, and see what came of earlier ones. */
export default async function UploadsPage() {
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  const [cookieStore] = await Promise.all([
    cookies(),
    requireSession(),
    queryClient.prefetchQuery(uploadsQuery(client)),
    queryClient.prefetchQuery(datasetsQuery(client)),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UploadsView
        currentDataset={cookieStore.get(LAST_DATASET_COOKIE)?.value ?? null}
        formats={profiles.map(({ slug, title, columns, labelColumn }) => ({
          slug,
          title,
          columns: [...columns, labelColumn],
        }))}
      />
    </HydrationBoundary>
  )
}
