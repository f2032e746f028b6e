'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useFormatter } from '@/components/locale-provider'
import { useFullSupabase } from '@/components/supabase-provider'
import { toast } from '@/components/toaster'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import { ContinueUpload } from '@/components/upload-queue/continue-upload'
import type { Upload } from '@/lib/uploads/list-uploads.ts'

/** An upload that waits: for the rest of its file, or for a decision about rejected rows. */
export function UnfinishedUpload({ upload }: { upload: Upload }) {
  const loadClient = useFullSupabase()
  const queryClient = useQueryClient()
  const format = useFormatter()
  const { staged, partCount } = upload
  const goodCount = staged.rowCount - staged.rejectedCount
  const end = useMutation({
    mutationFn: async (way: 'keep' | 'discard') => {
      const client = await loadClient()
      const { discardUpload } = await import('@/lib/uploads/upload-service.ts')
      const { keepStagedRows } = await import('@/lib/uploads/keep-staged-rows.ts')
      const { error } =
        way === 'keep'
          ? await keepStagedRows(client, upload)
          : await discardUpload(client, upload.id)
      if (error) throw new Error(error.message)
    },
    onError: (error) => toast.error('That did not work', { description: error.message }),
    onSuccess: (_result, way) =>
      toast.success(way === 'keep' ? 'The good rows are stored' : 'The upload is discarded'),
    onSettled: () =>
      Promise.all(
        [
          ['upload', upload.id],
          ['upload-evaluation', upload.id],
          ['upload-scores', upload.id],
          ['uploads'],
          ['months', upload.dataset],
          ['month', upload.dataset],
          ['datasets'],
        ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })
  return (
    <Alert variant="warning">
      <AlertTitle>
        {upload.state === 'ready' ? 'It waits for your decision' : 'It was not finished'}
      </AlertTitle>
      <AlertDescription className="grid gap-3">
        {upload.state === 'ready' ? (
          <p>
            {format.count(staged.rejectedCount)} of {format.count(staged.rowCount)} rows cannot be
            used, and nobody sees the others yet. Keep them, or discard the upload.
          </p>
        ) : (
          <>
            <p>
              {format.count(staged.partCount)} of {format.count(partCount)}{' '}
              {partCount === 1 ? 'part' : 'parts'} arrived. Choose the same file again, in this
              browser or another, and only the rest is sent. After a day without progress it is
              discarded.
            </p>
            <Progress
              value={(staged.partCount / partCount) * 100}
              aria-label="Parts that arrived"
            />
          </>
        )}
        <div className="flex flex-wrap gap-2">
          {upload.state === 'ready' && goodCount > 0 && (
            <Button disabled={end.isPending} onClick={() => end.mutate('keep')}>
              Keep {format.count(goodCount)} good rows
            </Button>
          )}
          {upload.state === 'receiving' && upload.isOwn && <ContinueUpload upload={upload} />}
          <Button
            variant="outline"
            disabled={end.isPending}
            onClick={() => end.mutate('discard')}
            className="text-foreground"
          >
            Discard the upload
          </Button>
        </div>
      </AlertDescription>
    </Alert>
  )
}
