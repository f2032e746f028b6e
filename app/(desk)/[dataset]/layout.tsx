import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { parseAskedPage } from '@/lib/asked-page.ts'
import { PATH_HEADER } from '@/lib/auth/path-header.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { monthQuery } from '@/lib/months/get-month.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { transactionQuery } from '@/lib/transactions/get-transaction.ts'

/**
 * Refuses addresses of datasets, months and transactions that do not exist with a real 404, before anything of the page
 * is sent: below, the pages' skeletons are on their way already. What is read here the page finds in the request's
 * cache. Going from page to page in the browser does not come through here.
 */
export default async function DatasetLayout({
  params,
  children,
}: {
  params: Promise<{ dataset: string }>
  children: ReactNode
}) {
  const [{ dataset }, path, client] = await Promise.all([
    params,
    headers().then((all) => all.get(PATH_HEADER) ?? ''),
    createRequestClient(),
  ])
  const queryClient = requestQueryClient()
  const asked = parseAskedPage(path)
  // What cannot be read is the page's to report.
  const [datasets, found] = await Promise.all([
    queryClient.fetchQuery(datasetsQuery(client)).catch(() => null),
    asked?.month
      ? (asked.transactionId === null
          ? queryClient.fetchQuery(monthQuery(client, dataset, asked.month))
          : queryClient.fetchQuery(
              transactionQuery(client, dataset, asked.month, asked.transactionId),
            )
        ).catch(() => undefined)
      : undefined,
    requireSession(),
  ])
  if (asked === null || found === null) notFound()
  if (datasets && !datasets.some(({ slug }) => slug === dataset)) notFound()
  return children
}
