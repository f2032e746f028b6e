'use client'

import { ArrowDownIcon, ArrowUpIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter } from '@/components/locale-provider'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { Month } from '@/core/month.ts'
import { cn } from '@/lib/class-names.ts'
import type { FlaggedFilters } from '@/lib/transactions/flagged-filters.ts'
import type { FlaggedTransaction } from '@/lib/transactions/list-flagged.ts'
import { FlaggedCards } from './flagged-cards'
import { flaggedColumns } from './flagged-columns'

/** The rows of a page: a table, or cards where a table would have to scroll sideways. */
export function FlaggedTable({
  rows,
  filters,
  onSort,
  isStale,
  ...page
}: {
  rows: FlaggedTransaction[]
  dataset: string
  month: Month
  currency: string
  features: readonly FeatureDefinition[]
  filters: FlaggedFilters
  onSort: (sort: Pick<FlaggedFilters, 'sort' | 'descending'>) => void
  /** The rows still belong to the filters before the last change. */
  isStale: boolean
}) {
  const context = { ...page, format: useFormatter() }
  const columns = flaggedColumns.filter(({ name }) => !filters.hidden.includes(name))
  return (
    <div className={cn('transition-opacity', isStale && 'opacity-60')}>
      <FlaggedCards rows={rows} context={context} hidden={filters.hidden} />
      <div className="max-md:hidden">
        <Table aria-busy={isStale}>
          <TableHeader>
            <TableRow>
              {columns.map(({ name, header, sort, headClass }) => {
                const isSorted = sort !== undefined && filters.sort === sort
                return (
                  <TableHead
                    key={name}
                    className={headClass}
                    aria-sort={
                      isSorted ? (filters.descending ? 'descending' : 'ascending') : undefined
                    }
                  >
                    {sort ? (
                      <SortButton
                        isSorted={isSorted}
                        descending={filters.descending}
                        onClick={() =>
                          onSort({ sort, descending: isSorted ? !filters.descending : true })
                        }
                      >
                        {header}
                      </SortButton>
                    ) : (
                      header
                    )}
                  </TableHead>
                )
              })}
            </TableRow>
          </TableHeader>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.id} className="relative hover:bg-muted/60">
                {columns.map(({ name, cellClass, cell }) => (
                  <TableCell key={name} className={cellClass}>
                    {cell(row, context)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </div>
  )
}

function SortButton({
  isSorted,
  descending,
  onClick,
  children,
}: {
  isSorted: boolean
  descending: boolean
  onClick: () => void
  children: ReactNode
}) {
  const Arrow = descending ? ArrowDownIcon : ArrowUpIcon
  return (
    <button
      type="button"
      onClick={onClick}
      className={cn(
        '-mx-1 group inline-flex items-center gap-1 rounded-sm px-1 hover:text-foreground',
        isSorted && 'font-medium text-foreground',
      )}
    >
      {children}
      <Arrow
        aria-hidden
        className={cn('size-3', isSorted ? '' : 'opacity-0 group-hover:opacity-50')}
      />
    </button>
  )
}
