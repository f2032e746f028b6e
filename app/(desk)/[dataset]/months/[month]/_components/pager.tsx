'use client'

import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { PAGE_SIZE } from '@/lib/transactions/flagged-filters.ts'

/** Which rows are shown, and the way to the others. */
export function Pager({
  page,
  pageCount,
  total,
  onPage,
}: {
  page: number
  pageCount: number
  total: number
  onPage: (page: number) => void
}) {
  const format = useFormatter()
  const first = (page - 1) * PAGE_SIZE + 1
  return (
    <nav
      aria-label="Pages"
      className="flex items-center justify-between gap-4 border-t px-4 py-2.5 text-muted-foreground text-xs sm:px-5"
    >
      <span className="tabular-nums">
        {format.count(first)} to {format.count(Math.min(page * PAGE_SIZE, total))} of{' '}
        {format.count(total)}
      </span>
      <span className="flex items-center gap-2">
        <span className="tabular-nums max-sm:hidden">
          Page {format.count(page)} of {format.count(pageCount)}
        </span>
        <Button
          variant="outline"
          size="icon-sm"
          aria-label="Previous page"
          disabled={page <= 1}
          onClick={() => onPage(page - 1)}
        >
          <ChevronLeftIcon aria-hidden />
        </Button>
        <Button
          variant="outline"
          size="icon-sm"
          aria-label="Next page"
          disabled={page >= pageCount}
          onClick={() => onPage(page + 1)}
        >
          <ChevronRightIcon aria-hidden />
        </Button>
      </span>
    </nav>
  )
}
