'use client'

import { Columns3Icon, DownloadIcon } from 'lucide-react'
import { useRef } from 'react'
import { Button, buttonVariants } from '@/components/ui/button'
import { cn } from '@/lib/class-names.ts'
import { type FlaggedFilters, formatFlaggedFilters } from '@/lib/transactions/flagged-filters.ts'
import { flaggedColumns } from './flagged-columns'

/** Which columns are shown, and the rows as a file. */
export function TableActions({
  filters,
  exportPath,
  onHide,
}: {
  filters: FlaggedFilters
  exportPath: string
  onHide: (hidden: FlaggedFilters['hidden']) => void
}) {
  const menu = useRef<HTMLDetailsElement>(null)
  return (
    <>
      <details
        ref={menu}
        className="group relative"
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !menu.current) return
          menu.current.open = false
          menu.current.querySelector('summary')?.focus()
        }}
      >
        <summary
          className={cn(
            buttonVariants({ variant: 'outline' }),
            'cursor-pointer list-none [&::-webkit-details-marker]:hidden',
          )}
        >
          <Columns3Icon aria-hidden /> Columns
        </summary>
        <fieldset
          // Focusable, so that a press on its empty space does not close the menu.
          tabIndex={-1}
          className="absolute right-0 z-20 mt-1 grid w-44 rounded-lg border bg-raised p-1.5 shadow-float outline-none max-sm:right-auto max-sm:left-0"
        >
          <legend className="sr-only">Columns to show</legend>
          {flaggedColumns.slice(1).map(({ name, header }) => (
            <label
              key={name}
              className="flex items-center gap-2 rounded-sm px-2 py-1.5 hover:bg-muted"
            >
              <input
                type="checkbox"
                className="accent-(--accent)"
                checked={!filters.hidden.includes(name)}
                onChange={(event) =>
                  onHide(
                    event.target.checked
                      ? filters.hidden.filter((other) => other !== name)
                      : [...filters.hidden, name],
                  )
                }
              />
              {header}
            </label>
          ))}
        </fieldset>
      </details>
      <Button variant="outline" asChild>
        {/* A plain link: the answer is a file, not a page. */}
        <a
          href={`${exportPath}${formatFlaggedFilters({ ...filters, page: 1, hidden: [] })}`}
          download
        >
          <DownloadIcon aria-hidden /> Export CSV
        </a>
      </Button>
    </>
  )
}
