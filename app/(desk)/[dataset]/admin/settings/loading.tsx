import { Page } from '@/components/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** The form's outline. */
export default function Loading() {
  return (
    <Page>
      <Skeleton className="h-7 w-48" />
      <div className="grid gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Skeleton className="h-[48rem]" />
        <Skeleton className="h-72" />
      </div>
    </Page>
  )
}
