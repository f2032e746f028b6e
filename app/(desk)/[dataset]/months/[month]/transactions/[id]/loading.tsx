import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** A transaction page's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="h-4 w-72" />
      </div>
      <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid gap-5">
          <Skeleton className="h-[30rem]" />
          <Skeleton className="h-[19rem]" />
        </div>
        <div className="grid content-start gap-5 sm:max-xl:grid-cols-2">
          <Skeleton className="h-64" />
          <Skeleton className="h-56" />
        </div>
      </div>
    </Page>
  )
}
