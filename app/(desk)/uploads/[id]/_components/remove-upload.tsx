'use client'

import { Trash2Icon } from 'lucide-react'
import { lazy } from 'react'
import { Button } from '@/components/ui/button'
import { DialogOnDemand } from '@/components/ui/dialog-on-demand'
import type { Upload } from '@/lib/uploads/list-uploads.ts'

const load = () => import('./remove-upload-dialog')
const RemoveUploadDialog = lazy(() =>
  load().then((module) => ({ default: module.RemoveUploadDialog })),
)

/** Takes a stored file back, after a dialog that says what goes with it. */
export function RemoveUpload({ upload }: { upload: Upload }) {
  return (
    <DialogOnDemand
      preload={load}
      trigger={
        <Button variant="outline">
          <Trash2Icon aria-hidden /> Remove this upload
        </Button>
      }
      opened={(trigger) => <RemoveUploadDialog upload={upload} trigger={trigger} />}
    />
  )
}
