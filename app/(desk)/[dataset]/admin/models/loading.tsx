import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The comparison's outline. */
export default function Loading() {
  return (
    <Page>
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-80" />
      <div className="grid gap-5 lg:grid-cols-2">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </div>
    </Page>
  )
}
