'use client'

import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'

/**
 * Which rows are shown, and the way to the others. At both ends a button stays focusable: whoever turns pages by keyboard
 * keeps their place.
 */
export function Pager({
  label,
  page,
  pageSize,
  total,
  onPage,
}: {
  /** What the pages are of, for readers of the screen. */
  label: string
  /** From 1. */
  page: number
  pageSize: number
  total: number
  onPage: (page: number) => void
}) {
  const format = useFormatter()
  const pageCount = Math.max(1, Math.ceil(total / pageSize))
  const first = (page - 1) * pageSize + 1
  return (
    <nav
      aria-label={label}
      className="flex items-center justify-between gap-4 border-t px-4 py-2.5 text-muted-foreground text-xs sm:px-5"
    >
      <span className="tabular-nums">
        {page > pageCount
          ? `There are ${format.count(total)}, none of them on this page`
          : `${format.count(first)} to ${format.count(Math.min(page * pageSize, total))} of ${format.count(total)}`}
      </span>
      {(pageCount > 1 || page > 1) && (
        <span className="flex items-center gap-2">
          <span className="tabular-nums max-sm:hidden">
            Page {format.count(page)} of {format.count(pageCount)}
          </span>
          <Button
            variant="outline"
            size="icon-sm"
            aria-label="Previous page"
            aria-disabled={page <= 1}
            onClick={() => page > 1 && onPage(Math.min(page - 1, pageCount))}
          >
            <ChevronLeftIcon aria-hidden />
          </Button>
          <Button
            variant="outline"
            size="icon-sm"
            aria-label="Next page"
            aria-disabled={page >= pageCount}
            onClick={() => page < pageCount && onPage(page + 1)}
          >
            <ChevronRightIcon aria-hidden />
          </Button>
        </span>
      )}
    </nav>
  )
}
