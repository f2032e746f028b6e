'use client'

import type { ComponentProps } from 'react'
import { Page, PageHeader } from '@/components/page-header'
import { QueryFault } from '@/components/query-fault'
import { Skeleton } from '@/components/ui/skeleton'

/** A page whose data is on its way, or could not be read. */
export function UnreadPage({
  title,
  query,
}: {
  title: string
  query: ComponentProps<typeof QueryFault>['query']
}) {
  return (
    <Page>
      <PageHeader title={title} />
      <QueryFault query={query} />
      {!query.error && <Skeleton className="h-[32rem]" />}
    </Page>
  )
}
