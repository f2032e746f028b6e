'use client'

import { useRouter } from 'next/navigation'
import { type ComponentProps, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { routes } from '@/lib/routes.ts'
import type { Upload } from '@/lib/uploads/list-uploads.ts'
import { useUploadQueue } from './upload-queue-provider'

/** Goes on with one's own unfinished upload, from any browser: the same file is chosen again, and the rest is sent. */
export function ContinueUpload({
  upload,
  ...look
}: { upload: Upload } & Pick<ComponentProps<typeof Button>, 'size' | 'variant'>) {
  const queue = useUploadQueue()
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.gz,text/csv,application/gzip"
        className="sr-only"
        tabIndex={-1}
        aria-label={`${upload.fileName} again`}
        onChange={(event) => {
          const source = event.target.files?.[0]
          event.target.value = ''
          if (!source) return
          const { id: uploadId, fileName, fileBytes, dataset } = upload
          queue.add({ source, dataset, continues: { uploadId, fileName, fileBytes } })
          router.push(routes.uploads())
        }}
      />
      <Button
        {...look}
        onClick={() => input.current?.click()}
        aria-label={`Continue ${upload.fileName}`}
      >
        Continue
      </Button>
    </>
  )
}
