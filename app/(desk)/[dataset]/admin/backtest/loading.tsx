import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The backtest page's outline. */
export default function Loading() {
  return (
    <Page>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-96" />
      <Skeleton className="h-72" />
    </Page>
  )
}
