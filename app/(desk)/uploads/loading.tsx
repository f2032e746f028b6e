import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The uploads page's outline. */
export default function Loading() {
  return (
    <Page>
      <div className="grid gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-4 w-80" />
      </div>
      <Skeleton className="h-65 max-sm:h-100" />
      <Skeleton className="h-48 max-sm:h-148" />
      <Skeleton className="h-40" />
    </Page>
  )
}
