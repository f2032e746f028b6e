import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The models page's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-4 w-64" />
      </div>
      <Skeleton className="h-64 sm:h-[6.2rem]" />
      <div className="grid gap-5 lg:grid-cols-2 xl:grid-cols-3">
        <Skeleton className="h-[28rem]" />
        <Skeleton className="h-[28rem]" />
        <Skeleton className="h-[28rem]" />
      </div>
      <Skeleton className="h-72" />
    </Page>
  )
}
