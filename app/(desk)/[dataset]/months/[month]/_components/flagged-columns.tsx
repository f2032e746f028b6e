import Link from 'next/link'
import type { ReactNode } from 'react'
import { LabelBadge } from '@/components/outcome'
import { ScoreBar } from '@/components/score-bar'
import { describeCategory } from '@/core/datasets/describe-category.ts'
import type { FeatureDefinition } from '@/core/datasets/profile.ts'
import type { Month } from '@/core/month.ts'
import { describeReason } from '@/core/scoring/describe-reason.ts'
import { cn } from '@/lib/class-names.ts'
import type { Formatter } from '@/lib/format/formatter.ts'
import { routes } from '@/lib/routes.ts'
import type { ColumnName, SortKey } from '@/lib/transactions/flagged-filters.ts'
import type { FlaggedTransaction } from '@/lib/transactions/list-flagged.ts'

/** What the cells need to know besides their row. */
export interface TableContext {
  dataset: string
  month: Month
  currency: string
  features: readonly FeatureDefinition[]
  format: Formatter
}

/** A column of the table of flagged transactions. */
export interface FlaggedColumn {
  name: ColumnName
  header: string
  /** What the database sorts by when the heading is pressed. */
  sort?: SortKey
  headClass?: string
  cellClass?: string
  cell: (row: FlaggedTransaction, context: TableContext) => ReactNode
}

/** Reasons shown in a row; the transaction's own page shows them all. */
const REASONS_IN_ROW = 2

/** All columns, in order. The first one leads to the transaction and is always shown. */
export const flaggedColumns: readonly FlaggedColumn[] = [
  {
    name: 'time',
    header: 'Time',
    sort: 'time',
    cell: ({ id, occurredAt }, { dataset, month, format }) => (
      <Link
        href={routes.transaction(dataset, month, id)}
        prefetch={false}
        className="whitespace-nowrap tabular-nums after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
      >
        {format.dayTime(occurredAt)}
      </Link>
    ),
  },
  {
    name: 'amount',
    header: 'Amount',
    sort: 'amount',
    headClass: 'text-right',
    cellClass: 'text-right font-medium tabular-nums',
    cell: ({ amount }, { format, currency }) => format.money(amount, currency),
  },
  {
    name: 'merchant',
    header: 'Merchant',
    cell: ({ merchant, category }) => (
      <span className="grid min-w-30 max-w-56">
        <span className="truncate">{merchant ?? '–'}</span>
        {category && (
          <span className="truncate text-muted-foreground text-xs">
            {describeCategory(category)}
          </span>
        )}
      </span>
    ),
  },
  {
    name: 'place',
    header: 'Place',
    headClass: 'max-xl:hidden',
    cellClass: 'max-xl:hidden',
    cell: ({ place, cardLast4 }) => (
      <span className="grid min-w-28 max-w-44">
        <span className="truncate">{place ?? '–'}</span>
        {cardLast4 && (
          <span className="text-muted-foreground text-xs tabular-nums">Card ···· {cardLast4}</span>
        )}
      </span>
    ),
  },
  {
    name: 'score',
    header: 'Score',
    sort: 'score',
    cell: ({ fraudScore, threshold }) => <ScoreBar score={fraudScore} threshold={threshold} />,
  },
  {
    name: 'why',
    header: 'Why',
    cell: ({ reasons }, { features, currency, format }) => (
      <ul className="grid min-w-40 max-w-md gap-px text-xs">
        {reasons.slice(0, REASONS_IN_ROW).map((reason, index) => (
          // A narrow table has room for the strongest reason alone, in as many words as it takes.
          <li
            key={reason.feature}
            className={cn(
              'max-xl:line-clamp-2 xl:truncate',
              index > 0 && 'text-muted-foreground max-xl:hidden',
            )}
          >
            {describeReason({ features }, reason, currency, format.locale)}
          </li>
        ))}
      </ul>
    ),
  },
  {
    name: 'label',
    header: 'Label',
    cell: ({ label }) => <LabelBadge label={label} />,
  },
]
