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
      <Skeleton className="h-[5.6rem]" />
      <Skeleton className="h-80" />
      <Skeleton className="h-[40rem]" />
    </Page>
  )
}
