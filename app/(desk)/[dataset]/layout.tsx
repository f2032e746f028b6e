import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { requireSession } from '@/lib/auth/session.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'

/** Refuses addresses of datasets that do not exist before anything of the page is sent. */
export default async function DatasetLayout({
  params,
  children,
}: {
  params: Promise<{ dataset: string }>
  children: ReactNode
}) {
  const readDatasets = async () =>
    requestQueryClient().fetchQuery(datasetsQuery(await createRequestClient()))
  const [{ dataset }, datasets] = await Promise.all([
    params,
    readDatasets().catch(() => null),
    requireSession(),
  ])
  if (datasets && !datasets.some(({ slug }) => slug === dataset)) notFound()
  return children
}
