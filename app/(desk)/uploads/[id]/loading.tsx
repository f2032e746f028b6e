import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** An upload page's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-4 w-80 max-w-full" />
      </div>
      <Skeleton className="h-[5.9rem] max-sm:h-[17rem]" />
      <Skeleton className="h-7 w-48" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </Page>
  )
}
