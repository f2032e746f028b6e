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
      <Skeleton className="h-[5.6rem]" />
      <div className="grid gap-5 xl:grid-cols-2">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
      <Skeleton className="h-72" />
    </Page>
  )
}
