'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { toast } from '@/components/toaster'
import { useFullSupabase } from '@/components/supabase-provider'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { routes } from '@/lib/routes.ts'
import type { Upload } from '@/lib/uploads/list-uploads.ts'

/** An upload that waits: for the rest of its file, or for a decision about rejected rows. */
export function UnfinishedUpload({ upload }: { upload: Upload }) {
  const loadClient = useFullSupabase()
  const queryClient = useQueryClient()
  const end = useMutation({
    mutationFn: async (way: 'keep' | 'discard') => {
      const client = await loadClient()
      const { commitUpload, discardUpload } = await import('@/lib/uploads/upload-service.ts')
      const { error } =
        way === 'keep'
          ? await commitUpload(client, upload.id, true)
          : await discardUpload(client, upload.id)
      if (error) throw new Error(error.message)
    },
    onError: (error) => toast.error('That did not work', { description: error.message }),
    onSuccess: (_result, way) =>
      toast.success(way === 'keep' ? 'The good rows are stored' : 'The upload is discarded'),
    onSettled: () =>
      Promise.all(
        [['upload', upload.id], ['uploads'], ['months', upload.dataset], ['datasets']].map(
          (queryKey) => queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  })
  return (
    <Alert variant="warning">
      <AlertTitle>
        {upload.state === 'ready' ? 'It waits for your decision' : 'It was not finished'}
      </AlertTitle>
      <AlertDescription className="grid gap-3">
        <p>
          {upload.state === 'ready'
            ? 'All rows are checked, and nobody sees them yet. Keep the good ones, or discard the upload.'
            : 'Choose the same file again on the uploads page, and it goes on where it ended.'}
        </p>
        <div className="flex flex-wrap gap-2">
          {upload.state === 'ready' ? (
            <Button disabled={end.isPending} onClick={() => end.mutate('keep')}>
              Keep the good rows
            </Button>
          ) : (
            <Button asChild>
              <Link href={routes.uploads()}>Go on with the file</Link>
            </Button>
          )}
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
