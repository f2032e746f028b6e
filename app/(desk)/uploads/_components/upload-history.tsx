'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { Skeleton } from '@/components/ui/skeleton'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { UploadStateBadge } from '@/components/upload-state'
import { routes } from '@/lib/routes.ts'
import { UPLOADS_PAGE_SIZE, uploadsQuery } from '@/lib/uploads/list-uploads.ts'

const figure = 'text-right tabular-nums'

/** Earlier uploads, newest first. */
export function UploadHistory() {
  const format = useFormatter()
  const client = useSupabase()
  const [page, setPage] = useState(1)
  const { data, error } = useQuery(uploadsQuery(client, page))
  return (
    <Card className="overflow-hidden">
      <CardHeader className="pb-2">
        <CardTitle>Earlier uploads</CardTitle>
      </CardHeader>
      {error ? (
        <p className="px-5 pb-5 text-fraud-text">{error.message}</p>
      ) : !data ? (
        <Skeleton className="m-5 h-40" />
      ) : data.total === 0 ? (
        <EmptyState title="Nothing has been uploaded yet">
          Files that you upload are listed here with what came of them.
        </EmptyState>
      ) : (
        <Table>
          <TableHeader>
            <TableRow>
              <TableHead>File</TableHead>
              <TableHead>Dataset</TableHead>
              <TableHead>State</TableHead>
              <TableHead className="text-right">Stored</TableHead>
              <TableHead className="text-right">Rejected</TableHead>
              <TableHead className="text-right">Known</TableHead>
              <TableHead className="text-right">Flagged</TableHead>
              <TableHead>By</TableHead>
              <TableHead className="text-right">Time</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {data.rows.map((upload) => (
              <TableRow key={upload.id} className="relative hover:bg-muted/60">
                <TableCell className="max-w-72">
                  <Link
                    href={routes.upload(upload.id)}
                    className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
                  >
                    {upload.fileName}
                  </Link>
                  <span className="text-muted-foreground text-xs tabular-nums">
                    {format.bytes(upload.fileBytes)}
                  </span>
                </TableCell>
                <TableCell>{upload.dataset}</TableCell>
                <TableCell>
                  <UploadStateBadge state={upload.state} />
                </TableCell>
                <TableCell className={figure}>{format.count(upload.acceptedCount)}</TableCell>
                <TableCell className={figure}>{format.count(upload.rejectedCount)}</TableCell>
                <TableCell className={figure}>{format.count(upload.knownCount)}</TableCell>
                <TableCell className={figure}>{format.count(upload.flaggedCount)}</TableCell>
                <TableCell className="text-muted-foreground">
                  {upload.uploadedBy?.split('@')[0] ?? '–'}
                </TableCell>
                <TableCell className="whitespace-nowrap text-right text-muted-foreground tabular-nums">
                  {format.time(upload.createdAt)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
      {data && data.total > UPLOADS_PAGE_SIZE && (
        <div className="flex justify-end gap-2 border-t px-5 py-2.5">
          <Button
            variant="outline"
            size="sm"
            disabled={page <= 1}
            onClick={() => setPage(page - 1)}
          >
            Newer
          </Button>
          <Button
            variant="outline"
            size="sm"
            disabled={page * UPLOADS_PAGE_SIZE >= data.total}
            onClick={() => setPage(page + 1)}
          >
            Older
          </Button>
        </div>
      )}
    </Card>
  )
}
