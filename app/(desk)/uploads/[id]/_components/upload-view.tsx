'use client'

import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { DownloadIcon } from 'lucide-react'
import { EmptyState } from '@/components/empty-state'
import { useFormatter } from '@/components/locale-provider'
import { Page, PageHeader } from '@/components/page-header'
import { RejectedRows } from '@/components/rejected-rows'
import { useSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'
import { UploadReport } from '@/components/upload-report/upload-report'
import { UploadStateBadge } from '@/components/upload-state'
import { routes } from '@/lib/routes.ts'
import { filesRemovedQuery, uploadQuery } from '@/lib/uploads/list-uploads.ts'
import { RemoveUpload } from './remove-upload'
import { UnfinishedUpload } from './unfinished-upload'

/** An upload's page, from what the server has read. */
export function UploadView({ id, isAdmin }: { id: string; isAdmin: boolean }) {
  const client = useSupabase()
  const { data: upload } = useSuspenseQuery(uploadQuery(client, id))
  const { data: filesRemovedAt = null } = useQuery(filesRemovedQuery(client, id))
  const format = useFormatter()
  if (!upload) return <EmptyState title="This upload is not here any more" />
  const isOpen = upload.state === 'receiving' || upload.state === 'ready'
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
            {format.bytes(upload.fileBytes)}
            {upload.hasLabels ? ' with labels' : ''} into {upload.dataset}, by{' '}
            {upload.uploadedBy ?? 'someone who left'}, {format.time(upload.createdAt)} UTC
          </>
        }
        actions={
          upload.state === 'committed' && (
            <>
              {filesRemovedAt === null && (
                <Button variant="outline" asChild>
                  <a href={routes.originalFile(upload.id)} download>
                    <DownloadIcon aria-hidden /> Original file
                  </a>
                </Button>
              )}
              {(upload.isOwn || isAdmin) && <RemoveUpload upload={upload} />}
            </>
          )
        }
      />
      {isOpen && <UnfinishedUpload upload={upload} />}
      {filesRemovedAt !== null && (
        <p className="text-muted-foreground">
          The original file is no longer kept; it was removed {format.day(filesRemovedAt)}. What
          came of it stays.
        </p>
      )}
      <UploadReport uploadId={upload.id} conflictsParameter="conflicts" />
      {upload.state === 'discarded' && (
        <p className="text-muted-foreground">Nothing of this file is stored.</p>
      )}
      {(upload.rejectedCount > 0 || isOpen) && (
        <RejectedRows uploadId={upload.id} pageParameter="rejected" />
      )}
    </Page>
  )
}
