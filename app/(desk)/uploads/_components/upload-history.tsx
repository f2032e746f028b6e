'use client'

import { useQuery } from '@tanstack/react-query'
import { DownloadIcon } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Pager } from '@/components/pager'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { NativeSelect } from '@/components/ui/native-select'
import { Skeleton } from '@/components/ui/skeleton'
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { ContinueUpload } from '@/components/upload-queue/continue-upload'
import { UploadStateBadge } from '@/components/upload-state'
import { cn } from '@/lib/class-names.ts'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import { routes } from '@/lib/routes.ts'
import {
  formatHistoryFilters,
  type HistoryFilters,
  parseHistoryFilters,
  uploadStates,
} from '@/lib/uploads/history-filters.ts'
import { UPLOADS_PAGE_SIZE, type Upload, uploadsQuery } from '@/lib/uploads/list-uploads.ts'

const figure = 'text-right tabular-nums'
/** Columns that a phone has no room for; their figures stand below the file's name there. */
const wide = 'max-md:hidden'

const stateNames: Record<Upload['state'], string> = {
  receiving: 'Not finished',
  ready: 'Waiting for a decision',
  committed: 'Stored',
  discarded: 'Discarded',
}

/** Earlier uploads, newest first; what is shown stands in the URL. */
export function UploadHistory({ datasets }: { datasets: Dataset[] }) {
  const client = useSupabase()
  const filters = parseHistoryFilters(useSearchParams())
  const { data, error } = useQuery(uploadsQuery(client, filters))
  const isFiltered = filters.dataset !== null || filters.state !== null

  function change(changes: Partial<HistoryFilters>) {
    const next = formatHistoryFilters({ ...filters, page: 1, ...changes })
    window.history.pushState(null, '', `${window.location.pathname}${next}`)
  }

  return (
    <Card className="overflow-hidden" aria-label="Earlier uploads">
      <CardHeader className="items-center pb-2.5">
        <CardTitle>Earlier uploads</CardTitle>
        <div className="flex min-w-0 flex-wrap gap-2 max-sm:w-full max-sm:flex-nowrap max-sm:[&>*]:min-w-0 max-sm:[&>*]:grow">
          <NativeSelect
            aria-label="Dataset"
            value={filters.dataset ?? ''}
            onChange={(event) => change({ dataset: event.target.value || null })}
          >
            <option value="">Every dataset</option>
            {datasets.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            aria-label="State"
            value={filters.state ?? ''}
            onChange={(event) =>
              change({ state: uploadStates.find((state) => state === event.target.value) ?? null })
            }
          >
            <option value="">Every state</option>
            {uploadStates.map((state) => (
              <option key={state} value={state}>
                {stateNames[state]}
              </option>
            ))}
          </NativeSelect>
        </div>
      </CardHeader>
      {error ? (
        <p className="px-5 pb-5 text-fraud-text">{error.message}</p>
      ) : !data ? (
        <Skeleton className="m-5 h-40" />
      ) : data.rows.length > 0 ? (
        <HistoryTable uploads={data.rows} />
      ) : isFiltered || filters.page > 1 ? (
        <EmptyState
          title="No upload is like that"
          action={
            <Button variant="outline" onClick={() => change({ dataset: null, state: null })}>
              Show all
            </Button>
          }
        />
      ) : (
        <EmptyState title="Nothing has been uploaded yet">
          Files that you upload are listed here with what came of them.
        </EmptyState>
      )}
      {data && data.total > UPLOADS_PAGE_SIZE && (
        <Pager
          label="Pages of uploads"
          page={filters.page}
          pageSize={UPLOADS_PAGE_SIZE}
          total={data.total}
          onPage={(page) => change({ page })}
        />
      )}
    </Card>
  )
}

function HistoryTable({ uploads }: { uploads: Upload[] }) {
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>File</TableHead>
          <TableHead className={wide}>Dataset</TableHead>
          <TableHead>State</TableHead>
          <TableHead className={cn('text-right', wide)}>Stored</TableHead>
          <TableHead className={cn('text-right', wide)}>Rejected</TableHead>
          <TableHead className="text-right max-xl:hidden">Known</TableHead>
          <TableHead className={cn('text-right', wide)}>Flagged</TableHead>
          <TableHead className={cn('text-right', wide)}>When and who</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {uploads.map((upload) => (
          <HistoryRow key={upload.id} upload={upload} />
        ))}
      </TableBody>
    </Table>
  )
}

function HistoryRow({ upload }: { upload: Upload }) {
  const format = useFormatter()
  const isDone = upload.state === 'committed'
  const count = (value: number) => (isDone ? format.count(value) : '–')
  return (
    <TableRow className="relative hover:bg-muted/60">
      <TableCell className="max-w-72 max-md:w-full md:min-w-48">
        <span className="flex items-center justify-between gap-2">
          <span className="min-w-0">
            <Link
              href={routes.upload(upload.id)}
              className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
            >
              {upload.fileName}
            </Link>
            <span className="text-muted-foreground text-xs tabular-nums">
              {format.bytes(upload.fileBytes)}
              {upload.hasLabels && ', with labels'}
              <span className="md:hidden">, {format.time(upload.createdAt)}</span>
            </span>
            {isDone && (
              <span className="block text-muted-foreground text-xs tabular-nums md:hidden">
                {format.count(upload.acceptedCount)} stored, {format.count(upload.rejectedCount)}{' '}
                rejected, {format.count(upload.flaggedCount)} flagged
              </span>
            )}
          </span>
          {/* Above the row's own link. */}
          {isDone && (
            <Button variant="ghost" size="icon-sm" className="relative z-10" asChild>
              <a
                href={routes.originalFile(upload.id)}
                download
                aria-label={`Download ${upload.fileName} as it came`}
              >
                <DownloadIcon aria-hidden />
              </a>
            </Button>
          )}
        </span>
      </TableCell>
      <TableCell className={wide}>{upload.dataset}</TableCell>
      <TableCell>
        <span className="flex items-center gap-2">
          <UploadStateBadge state={upload.state} />
          {upload.state === 'receiving' && upload.isOwn && (
            <span className="relative z-10">
              <ContinueUpload upload={upload} size="sm" variant="outline" />
            </span>
          )}
          {upload.state === 'ready' && (
            <Button variant="outline" size="sm" className="relative z-10" asChild>
              <Link href={routes.upload(upload.id)}>Decide</Link>
            </Button>
          )}
        </span>
      </TableCell>
      <TableCell className={cn(figure, wide)}>{count(upload.acceptedCount)}</TableCell>
      <TableCell className={cn(figure, wide)}>{count(upload.rejectedCount)}</TableCell>
      <TableCell className={cn(figure, 'max-xl:hidden')}>{count(upload.knownCount)}</TableCell>
      <TableCell className={cn(figure, wide)}>{count(upload.flaggedCount)}</TableCell>
      <TableCell className={cn(figure, wide, 'whitespace-nowrap')}>
        <span className="block">{format.time(upload.createdAt)}</span>
        <span className="text-muted-foreground text-xs">
          {upload.uploadedBy?.split('@')[0] ?? 'someone who left'}
        </span>
      </TableCell>
    </TableRow>
  )
}
