'use client'

import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import type { UploadProgress } from '@/lib/uploads/upload-outcome.ts'

const phases: Record<UploadProgress['phase'], string> = {
  reading: 'Reading and checking the file',
  sending: 'Sending, validating and scoring',
  committing: 'Making it visible',
}

/** How far the upload is, in bytes and rows. */
export function UploadProgressView({
  progress,
  onCancel,
}: {
  progress: UploadProgress | null
  onCancel: () => void
}) {
  const format = useFormatter()
  const share =
    progress && progress.bytesTotal > 0 && progress.phase !== 'committing'
      ? Math.min((progress.bytesDone / progress.bytesTotal) * 100, 100)
      : null
  return (
    <div className="grid gap-3">
      <div className="flex items-baseline justify-between gap-4">
        <p role="status" className="font-medium">
          {progress ? phases[progress.phase] : 'Starting'}
        </p>
        {share !== null && (
          <p className="text-muted-foreground text-xs tabular-nums">
            {format.percent(share / 100, 0)}
          </p>
        )}
      </div>
      <Progress value={share} aria-label="Upload" />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted-foreground text-xs tabular-nums">
          {progress ? (
            <>
              {format.bytes(progress.bytesDone)} of {format.bytes(progress.bytesTotal)}
              {progress.rowsDone > 0 && `, ${format.count(progress.rowsDone)} rows checked`}
              {progress.rejected > 0 && `, ${format.count(progress.rejected)} rejected`}
            </>
          ) : (
            ' '
          )}
        </p>
        {progress?.phase !== 'committing' && (
          <Button variant="outline" size="sm" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  )
}
