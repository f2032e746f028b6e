'use client'

import { useQuery } from '@tanstack/react-query'
import { DownloadIcon } from 'lucide-react'
import { useState } from 'react'
import { toast } from '@/components/toaster'
import { Badge } from '@/components/ui/badge'
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
import {
  REJECTED_PAGE_SIZE,
  readRejectedRows,
  rejectedRowsQuery,
} from '@/lib/uploads/list-rejected-rows.ts'
import { rejectedRowsCsv } from '@/lib/uploads/rejected-rows-csv.ts'
import { useFormatter } from './locale-provider'
import { Pager } from './pager'
import { useSupabase } from './supabase-provider'

/** The rows of a file that were refused: line, column, value and what is wrong; all of them as CSV. */
export function RejectedRows({ uploadId }: { uploadId: string }) {
  const client = useSupabase()
  const format = useFormatter()
  const [page, setPage] = useState(1)
  const { data, error } = useQuery(rejectedRowsQuery(client, uploadId, page))
  if (error) return <p className="text-fraud-text">{error.message}</p>
  if (!data) return <Skeleton className="h-40" />
  if (data.total === 0) return null

  async function download() {
    try {
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
    <section aria-label="Rejected rows" className="overflow-hidden rounded-lg border">
      <div className="flex flex-wrap items-center justify-between gap-3 border-b px-4 py-2.5">
        <ul className="flex flex-wrap gap-1.5">
          {data.codes.slice(0, 5).map(({ code, column, count }) => (
            <li key={`${code} ${column}`}>
              <Badge variant="neutral">
                {column}: {code.replaceAll('_', ' ')}{' '}
                <span className="tabular-nums">{format.count(count)}</span>
              </Badge>
            </li>
          ))}
        </ul>
        <Button variant="outline" size="sm" onClick={() => void download()}>
          <DownloadIcon aria-hidden /> All as CSV
        </Button>
      </div>
      <Table>
        <TableHeader>
          <TableRow>
            <TableHead className="text-right">Line</TableHead>
            <TableHead>Column</TableHead>
            <TableHead>Value</TableHead>
            <TableHead>What is wrong</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {data.rows.map(({ line, column, value, code, message }) => (
            <TableRow key={`${line} ${column} ${code}`}>
              <TableCell className="text-right tabular-nums">{format.count(line)}</TableCell>
              <TableCell className="font-mono text-xs">{column}</TableCell>
              <TableCell className="max-w-48 truncate font-mono text-xs">
                {value === '' ? <span className="text-muted-foreground">(empty)</span> : value}
              </TableCell>
              <TableCell className="min-w-64">{message}</TableCell>
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
