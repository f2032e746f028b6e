import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The comparison's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-32" />
      </div>
      <Skeleton className="h-32 sm:h-20" />
      <div className="grid gap-5 xl:grid-cols-2">
        <Skeleton className="h-[32rem]" />
        <Skeleton className="h-[32rem]" />
      </div>
      <div className="grid gap-5 lg:grid-cols-2 xl:grid-cols-3">
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </div>
    </Page>
  )
}
