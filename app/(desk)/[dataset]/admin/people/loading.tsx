import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The list's outline. */
export default function Loading() {
  return (
    <Page>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-40" />
    </Page>
  )
}
