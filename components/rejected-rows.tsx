'use client'

import { useQuery } from '@tanstack/react-query'
import { DownloadIcon } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { toast } from '@/components/toaster'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { cn } from '@/lib/class-names.ts'
import {
  countByCode,
  REJECTED_PAGE_SIZE,
  readRejectedRows,
  rejectedRowsQuery,
} from '@/lib/uploads/list-rejected-rows.ts'
import { rowFaultText } from '@/lib/uploads/row-fault-texts.ts'
import { FaultCodes } from './fault-codes'
import { useFormatter } from './locale-provider'
import { Pager } from './pager'
import { useSupabase } from './supabase-provider'
import { usePageNumber } from './use-page-number'

/** On a phone a row's cells stand below each other: a table of five columns would hide what is wrong. */
const stacked = {
  row: 'max-sm:grid max-sm:grid-cols-[2.5rem_minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:px-4 max-sm:py-2.5',
  line: 'max-sm:row-span-3 max-sm:block max-sm:p-0!',
  column: 'max-sm:block max-sm:truncate max-sm:p-0!',
  value: 'max-sm:col-span-2 max-sm:col-start-2 max-sm:block max-sm:max-w-none max-sm:p-0!',
  code: 'max-sm:col-start-3 max-sm:row-start-1 max-sm:block max-sm:p-0! max-sm:text-xs',
  message: 'max-sm:col-span-2 max-sm:col-start-2 max-sm:block max-sm:p-0!',
} as const

/** The rows of a file that were refused: how often each fault occurs, where, and what is wrong; all of them as CSV. */
export function RejectedRows({
  uploadId,
  pageParameter = null,
}: {
  uploadId: string
  /** Where the address keeps the page; null where several uploads may stand on one screen. */
  pageParameter?: string | null
}) {
  const client = useSupabase()
  const format = useFormatter()
  const id = useId()
  const [page, setPage] = usePageNumber(pageParameter)
  const [openCode, setOpenCode] = useState<string | null>(null)
  const { data, error } = useQuery(rejectedRowsQuery(client, uploadId, page))
  const counts = useMemo(() => countByCode(data?.codes ?? []), [data])
  if (error) return <p className="text-fraud-text">{error.message}</p>
  if (!data) return <Skeleton className="h-40" />
  if (data.total === 0) return null

  async function download() {
    try {
      const { rejectedRowsCsv } = await import('@/lib/uploads/rejected-rows-csv.ts')
      const csv = await rejectedRowsCsv(readRejectedRows(client, uploadId))
      const link = document.createElement('a')
      link.href = URL.createObjectURL(csv)
      link.download = `rejected-rows-${uploadId.slice(0, 8)}.csv`
      link.click()
      URL.revokeObjectURL(link.href)
    } catch (cause) {
      toast.error('The rejected rows could not be read', {
        description: cause instanceof Error ? cause.message : undefined,
      })
    }
  }

  return (
    <section
      aria-label="Rejected rows"
      className="min-w-0 overflow-hidden rounded-lg border bg-raised"
    >
      <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-2.5 sm:px-5">
        <h2 className="font-medium text-sm">
          {data.total === 1 ? 'One row rejected' : `${format.count(data.total)} rows rejected`}
        </h2>
        <Button variant="outline" size="sm" onClick={() => void download()}>
          <DownloadIcon aria-hidden /> All as CSV
        </Button>
      </div>
      <FaultCodes
        id={id}
        counts={counts}
        openCode={openCode}
        onOpen={(code) => setOpenCode(code === openCode ? null : code)}
      />
      <Table>
        <TableHeader className="max-sm:hidden">
          <TableRow>
            <TableHead className="text-right">Line</TableHead>
            <TableHead>Column</TableHead>
            <TableHead>Value</TableHead>
            <TableHead>Code</TableHead>
            <TableHead>What is wrong</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {data.rows.map(({ line, column, value, code, message }) => (
            <TableRow key={`${line} ${column} ${code}`} className={stacked.row}>
              <TableCell className={cn('text-right tabular-nums', stacked.line)}>
                {format.count(line)}
              </TableCell>
              <TableCell className={cn('font-mono text-xs', stacked.column)}>
                {column || <span className="text-muted-foreground">(row)</span>}
              </TableCell>
              <TableCell
                className={cn('max-w-48 truncate font-mono text-xs', stacked.value)}
                title={value}
              >
                {value === '' ? <span className="text-muted-foreground">(empty)</span> : value}
              </TableCell>
              <TableCell className={cn('whitespace-nowrap', stacked.code)}>
                <button
                  type="button"
                  className="rounded-sm text-accent underline-offset-4 hover:underline"
                  onClick={() => {
                    setOpenCode(code)
                    document
                      .getElementById(`${id}-${code}`)
                      ?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
                  }}
                >
                  {rowFaultText(code)?.title ?? code}
                </button>
              </TableCell>
              <TableCell className={cn('sm:min-w-64', stacked.message)}>{message}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {data.total > REJECTED_PAGE_SIZE && (
        <Pager
          label="Pages of rejected rows"
          page={page}
          pageSize={REJECTED_PAGE_SIZE}
          total={data.total}
          onPage={setPage}
        />
      )}
    </section>
  )
}
