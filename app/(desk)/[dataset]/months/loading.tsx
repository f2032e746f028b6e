import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The months page's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-4 w-64" />
      </div>
      <Skeleton className="h-[5.9rem] max-sm:h-[17rem]" />
      <Skeleton className="h-[38.7rem] max-sm:h-[44.4rem]" />
      <Skeleton className="h-96" />
    </Page>
  )
}
