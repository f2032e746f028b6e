import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { parseAskedUpload } from '@/lib/asked-page.ts'
import { PATH_HEADER } from '@/lib/auth/path-header.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { uploadQuery } from '@/lib/uploads/list-uploads.ts'

/**
 * Refuses addresses of uploads that do not exist, or are not the reader's to see, with a real 404, before anything of the
 * page is sent. What is read here the page finds in the request's cache.
 */
export default async function UploadsLayout({ children }: { children: ReactNode }) {
  const [path, client] = await Promise.all([
    headers().then((all) => all.get(PATH_HEADER) ?? ''),
    createRequestClient(),
  ])
  const asked = parseAskedUpload(path)
  if (asked === undefined) return children
  if (asked === null) notFound()
  // What cannot be read is the page's to report.
  const [found] = await Promise.all([
    requestQueryClient()
      .fetchQuery(uploadQuery(client, asked))
      .catch(() => undefined),
    requireSession(),
  ])
  if (found === null) notFound()
  return children
}
