'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { EmptyState } from '@/components/empty-state'
import { Figure, Figures } from '@/components/figures'
import { useFormatter } from '@/components/locale-provider'
import { Swatch } from '@/components/outcome'
import { Page, PageHeader } from '@/components/page-header'
import { RejectedRows } from '@/components/rejected-rows'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { UploadStateBadge } from '@/components/upload-state'
import { routes } from '@/lib/routes.ts'
import { uploadQuery } from '@/lib/uploads/list-uploads.ts'
import { UnfinishedUpload } from './unfinished-upload'

/** An upload's page, from what the server has read. */
export function UploadView({ id }: { id: string }) {
  const { data: upload } = useSuspenseQuery(uploadQuery(useSupabase(), id))
  const format = useFormatter()
  if (!upload) return <EmptyState title="This upload is not here any more" />
  return (
    <Page>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            <span className="break-all">{upload.fileName}</span>
            <UploadStateBadge state={upload.state} />
          </span>
        }
        description={
          <>
            {format.bytes(upload.fileBytes)} into {upload.dataset}, by{' '}
            {upload.uploadedBy ?? 'someone who left'}, {format.time(upload.createdAt)} UTC
          </>
        }
      />
      {(upload.state === 'receiving' || upload.state === 'ready') && (
        <UnfinishedUpload upload={upload} />
      )}
      {upload.state === 'committed' && (
        <>
          <Figures>
            <Figure
              label="Stored"
              value={format.count(upload.acceptedCount)}
              note={`of ${format.count(upload.rowCount)} rows`}
            />
            <Figure label="Known already" value={format.count(upload.knownCount)} />
            <Figure label="Rejected" value={format.count(upload.rejectedCount)} />
            <Figure
              label="Flagged"
              swatch={<Swatch outcome="flagged" />}
              value={format.count(upload.flaggedCount)}
              note={
                upload.scoredCount > 0
                  ? `${format.compactMoney(upload.flaggedAmount, upload.currency)} at risk`
                  : 'Nothing was scored'
              }
            />
            <Figure
              label="Labels added"
              value={format.count(upload.labelsAddedCount)}
              note={
                upload.labelConflictCount > 0
                  ? `${format.count(upload.labelConflictCount)} contradicted, not taken`
                  : undefined
              }
            />
          </Figures>
          <ul className="flex flex-wrap gap-1.5" aria-label="Months of the file">
            {upload.months.map((month) => (
              <li key={month}>
                <Button variant="outline" size="sm" asChild>
                  <Link href={routes.month(upload.dataset, month)}>{format.shortMonth(month)}</Link>
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {upload.rejectedCount > 0 || upload.state === 'ready' ? (
        <RejectedRows uploadId={upload.id} />
      ) : null}
    </Page>
  )
}
