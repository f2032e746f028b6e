'use client'

import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { ArrowDownIcon, ArrowUpIcon } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { LabelBadge } from '@/components/outcome'
import { ScoreBar } from '@/components/score-bar'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { describeCategory } from '@/core/datasets/describe-category.ts'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { Month } from '@/core/month.ts'
import { describeReason } from '@/core/scoring/explain.ts'
import { cn } from '@/lib/class-names.ts'
import { routes } from '@/lib/routes.ts'
import type { FlaggedFilters, SortKey } from '@/lib/transactions/flagged-filters.ts'
import type { FlaggedTransaction } from '@/lib/transactions/list-flagged.ts'

interface FlaggedTableProps {
  rows: FlaggedTransaction[]
  dataset: string
  month: Month
  currency: string
  features: readonly FeatureDefinition[]
  filters: FlaggedFilters
  onSort: (sort: Pick<FlaggedFilters, 'sort' | 'descending'>) => void
  /** The rows still belong to the filters before the last change. */
  isStale: boolean
}

/** Reasons shown in a row; the transaction's own page shows them all. */
const REASONS_IN_ROW = 2

// Sorting, filtering and paging are the database's work, so the table needs none of those features.
const tableSetup = tableFeatures({})
const column = createColumnHelper<typeof tableSetup, FlaggedTransaction>()

/** The rows of a page. */
export function FlaggedTable({
  rows,
  dataset,
  month,
  currency,
  features,
  filters,
  onSort,
  isStale,
}: FlaggedTableProps) {
  const format = useFormatter()
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('occurredAt', {
          header: 'Time',
          cell: (cell) => (
            <Link
              href={routes.transaction(dataset, month, cell.row.original.id)}
              className="whitespace-nowrap tabular-nums after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
            >
              {format.time(cell.getValue())}
            </Link>
          ),
        }),
        column.accessor('amount', {
          header: 'Amount',
          cell: (cell) => format.money(cell.getValue(), currency),
        }),
        column.accessor('merchant', {
          header: 'Merchant',
          cell: ({ row: { original } }) => (
            <span className="grid min-w-32 max-w-56">
              <span className="truncate">{original.merchant ?? '–'}</span>
              {original.category && (
                <span className="truncate text-muted-foreground text-xs">
                  {describeCategory(original.category)}
                </span>
              )}
            </span>
          ),
        }),
        column.accessor('place', {
          header: 'Place',
          cell: ({ row: { original } }) => (
            <span className="grid min-w-28 max-w-44">
              <span className="truncate">{original.place ?? '–'}</span>
              {original.cardLast4 && (
                <span className="text-muted-foreground text-xs tabular-nums">
                  Card ···· {original.cardLast4}
                </span>
              )}
            </span>
          ),
        }),
        column.accessor('fraudScore', {
          header: 'Score',
          cell: ({ row: { original } }) => (
            <ScoreBar score={original.fraudScore} threshold={original.threshold} />
          ),
        }),
        column.accessor('reasons', {
          header: 'Why',
          cell: (cell) => (
            <ul className="grid min-w-48 max-w-md gap-px text-xs">
              {cell
                .getValue()
                .slice(0, REASONS_IN_ROW)
                .map((reason, index) => (
                  <li
                    key={reason.feature}
                    className={cn('truncate', index > 0 && 'text-muted-foreground')}
                  >
                    {describeReason({ features }, reason, currency, format.locale)}
                  </li>
                ))}
            </ul>
          ),
        }),
        column.accessor('label', {
          header: 'Label',
          cell: (cell) => <LabelBadge label={cell.getValue()} />,
        }),
      ]),
    [dataset, month, currency, features, format],
  )
  const table = useTable({ features: tableSetup, columns, data: rows })

  return (
    <Table className={cn('transition-opacity', isStale && 'opacity-60')} aria-busy={isStale}>
      <TableHeader>
        {table.getHeaderGroups().map((group) => (
          <TableRow key={group.id}>
            {group.headers.map((header) => {
              const sort = sortKeys[header.column.id]
              const isSorted = sort !== undefined && filters.sort === sort
              return (
                <TableHead
                  key={header.id}
                  className={headClasses[header.column.id]}
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
                      <table.FlexRender header={header} />
                    </SortButton>
                  ) : (
                    <table.FlexRender header={header} />
                  )}
                </TableHead>
              )
            })}
          </TableRow>
        ))}
      </TableHeader>
      <TableBody>
        {table.getRowModel().rows.map((row) => (
          <TableRow key={row.id} className="relative hover:bg-muted/60">
            {row.getAllCells().map((cell) => (
              <TableCell key={cell.id} className={cellClasses[cell.column.id]}>
                <table.FlexRender cell={cell} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

/** The place is left out where there is no room for it; a transaction's own page has it. */
const headClasses: Record<string, string> = { amount: 'text-right', place: 'max-xl:hidden' }
const cellClasses: Record<string, string> = {
  amount: 'text-right font-medium tabular-nums',
  place: 'max-xl:hidden',
}

/** Columns that the database can sort by. */
const sortKeys: Record<string, SortKey> = {
  occurredAt: 'time',
  amount: 'amount',
  fraudScore: 'score',
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
  children: React.ReactNode
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
