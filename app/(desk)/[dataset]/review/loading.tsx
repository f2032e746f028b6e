import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The review page's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-4 w-64" />
      </div>
      <Skeleton className="h-16" />
      <div className="grid gap-5 lg:grid-cols-[18rem_minmax(0,1fr)] xl:grid-cols-[20rem_minmax(0,1fr)]">
        <Skeleton className="h-[calc(100dvh-18rem)] min-h-80 max-lg:hidden" />
        <Skeleton className="h-[50rem]" />
      </div>
    </Page>
  )
}
