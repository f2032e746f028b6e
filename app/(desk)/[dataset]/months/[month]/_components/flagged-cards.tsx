import Link from 'next/link'
import { LabelBadge } from '@/components/outcome'
import { ScoreBar } from '@/components/score-bar'
import { describeReason } from '@/core/scoring/describe-reason.ts'
import { routes } from '@/lib/routes.ts'
import type { ColumnName } from '@/lib/transactions/flagged-filters.ts'
import type { FlaggedTransaction } from '@/lib/transactions/list-flagged.ts'
import type { TableContext } from './flagged-columns'

/** The rows of a page on a phone, one card each. */
export function FlaggedCards({
  rows,
  context: { dataset, month, currency, features, format },
  hidden,
}: {
  rows: FlaggedTransaction[]
  context: TableContext
  hidden: readonly ColumnName[]
}) {
  const shows = (name: ColumnName) => !hidden.includes(name)
  return (
    <ul aria-label="Transactions" className="md:hidden">
      {rows.map((row) => {
        const reason = row.reasons[0]
        return (
          <li
            key={row.id}
            className="relative grid grid-cols-[minmax(0,1fr)] gap-1 border-t px-4 py-3 first:border-t-0"
          >
            <div className="flex items-center justify-between gap-3">
              <Link
                href={routes.transaction(dataset, month, row.id)}
                prefetch={false}
                className="text-[0.8125rem] text-muted-foreground tabular-nums after:absolute after:inset-0"
              >
                {format.dayTime(row.occurredAt)}
              </Link>
              {shows('amount') && (
                <span className="font-medium tabular-nums">
                  {format.money(row.amount, currency)}
                </span>
              )}
            </div>
            <div className="flex items-center justify-between gap-3">
              {shows('merchant') && <span className="min-w-0 truncate">{row.merchant ?? '–'}</span>}
              {shows('score') && <ScoreBar score={row.fraudScore} threshold={row.threshold} />}
            </div>
            <div className="flex items-center justify-between gap-3">
              <span className="min-w-0 truncate text-muted-foreground text-xs">
                {shows('why') && reason
                  ? describeReason({ features }, reason, currency, format.locale)
                  : ''}
              </span>
              {shows('label') && (
                <span className="shrink-0">
                  <LabelBadge label={row.label} />
                </span>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
