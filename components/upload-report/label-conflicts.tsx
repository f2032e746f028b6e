'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useFormatter } from '@/components/locale-provider'
import { LabelBadge } from '@/components/outcome'
import { Pager } from '@/components/pager'
import { useSupabase } from '@/components/supabase-provider'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { usePageNumber } from '@/components/use-page-number'
import { monthOf } from '@/core/month.ts'
import { routes } from '@/lib/routes.ts'
import { CONFLICTS_PAGE_SIZE, labelConflictsQuery } from '@/lib/uploads/list-label-conflicts.ts'

/** Labels of the file that contradict the stored ones. Those stayed; a review settles each. */
export function LabelConflicts({
  uploadId,
  dataset,
  currency,
  pageParameter,
}: {
  uploadId: string
  dataset: string
  currency: string
  /** Where the address keeps the page; null where several uploads may stand on one screen. */
  pageParameter: string | null
}) {
  const format = useFormatter()
  const [page, setPage] = usePageNumber(pageParameter)
  const { data, error } = useQuery(labelConflictsQuery(useSupabase(), uploadId, page))
  const badge = (isFraud: boolean) => <LabelBadge label={isFraud ? 'fraud' : 'legitimate'} />
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <div>
          <CardTitle>Contradicting labels</CardTitle>
          <CardDescription>
            The stored label stayed. Open a transaction and record what it was to settle it.
          </CardDescription>
        </div>
      </CardHeader>
      {error ? (
        <p className="px-5 pb-5 text-fraud-text">{error.message}</p>
      ) : !data ? (
        <Skeleton className="m-5 h-24" />
      ) : (
        <>
          <Table>
            <TableHeader>
              <TableRow>
                <TableHead className="text-right">Line</TableHead>
                <TableHead>Transaction</TableHead>
                <TableHead className="text-right">Amount</TableHead>
                <TableHead>Stored</TableHead>
                <TableHead>In the file</TableHead>
                <TableHead>Settled</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {data.rows.map((row) => (
                <TableRow key={row.line}>
                  <TableCell className="text-right tabular-nums">
                    {format.count(row.line)}
                  </TableCell>
                  <TableCell className="whitespace-nowrap">
                    <Link
                      className="text-accent underline-offset-4 hover:underline"
                      href={routes.transaction(
                        dataset,
                        monthOf(Date.parse(row.occurredAt)),
                        row.transactionId,
                      )}
                    >
                      {format.time(row.occurredAt)}
                    </Link>
                  </TableCell>
                  <TableCell className="text-right tabular-nums">
                    {format.money(row.amount, currency)}
                  </TableCell>
                  <TableCell>
                    <span className="flex items-center gap-2 whitespace-nowrap">
                      {badge(row.storedLabel)}
                      <span className="text-muted-foreground text-xs">
                        {row.storedSource === 'review' ? 'by a review' : 'from a file'}
                      </span>
                    </span>
                  </TableCell>
                  <TableCell>{badge(row.fileLabel)}</TableCell>
                  <TableCell className="text-muted-foreground">
                    {row.isSettled ? 'By a review' : 'Not yet'}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          {data.total > CONFLICTS_PAGE_SIZE && (
            <Pager
              label="Pages of contradicting labels"
              page={page}
              pageSize={CONFLICTS_PAGE_SIZE}
              total={data.total}
              onPage={setPage}
            />
          )}
        </>
      )}
    </Card>
  )
}
