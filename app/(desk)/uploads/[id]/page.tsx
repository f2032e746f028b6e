import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { requireSession } from '@/lib/auth/session.ts'
import { parsePageNumber } from '@/lib/parse-page-number.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { rejectedRowsQuery } from '@/lib/uploads/list-rejected-rows.ts'
import { filesRemovedQuery, uploadQuery } from '@/lib/uploads/list-uploads.ts'
import { evaluationQuery } from '@/lib/uploads/read-evaluation.ts'
import { uploadScoresQuery } from '@/lib/uploads/read-upload-scores.ts'
import { UploadView } from './_components/upload-view'

export const metadata: Metadata = { title: 'Upload' }

/** One upload: what came of it, how the model did on it, and the rows that were refused. */
export default async function UploadPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<{ rejected?: string | string[] }>
}) {
  const { data: id } = z.uuid().safeParse((await params).id)
  if (!id) notFound()
  const rejectedPage = parsePageNumber([(await searchParams).rejected].flat()[0])
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  const [upload, session] = await Promise.all([
    queryClient.fetchQuery(uploadQuery(client, id)),
    requireSession(),
    queryClient.prefetchQuery(filesRemovedQuery(client, id)),
    queryClient.prefetchQuery(rejectedRowsQuery(client, id, rejectedPage)),
    queryClient.prefetchQuery(evaluationQuery(client, id)),
    queryClient.prefetchQuery(uploadScoresQuery(client, id)),
  ])
  if (!upload) notFound()
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UploadView id={id} isAdmin={session.role === 'admin'} />
    </HydrationBoundary>
  )
}
