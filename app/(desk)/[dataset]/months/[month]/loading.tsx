import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** A month page's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-4 w-72" />
      </div>
      <Skeleton className="h-[5.9rem] max-sm:h-[17rem]" />
      <div className="grid gap-5 xl:grid-cols-[minmax(0,1fr)_19rem]">
        <Skeleton className="h-[24.2rem] max-lg:h-[43rem]" />
        <Skeleton className="h-[24.2rem]" />
      </div>
      <Skeleton className="h-[40rem]" />
    </Page>
  )
}
