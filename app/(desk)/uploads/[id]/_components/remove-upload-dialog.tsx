'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { useFullSupabase } from '@/components/supabase-provider'
import { toast } from '@/components/toaster'
import { Button } from '@/components/ui/button'
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
  DialogTrigger,
} from '@/components/ui/dialog'
import type { Upload } from '@/lib/uploads/list-uploads.ts'

/** Says what goes with a stored file, and takes it back; open as it appears. */
export function RemoveUploadDialog({ upload, trigger }: { upload: Upload; trigger: ReactElement }) {
  const loadClient = useFullSupabase()
  const queryClient = useQueryClient()
  const format = useFormatter()
  const [isOpen, setOpen] = useState(true)
  const remove = useMutation({
    mutationFn: async () => {
      const client = await loadClient()
      const { removeUpload } = await import('@/lib/uploads/upload-service.ts')
      const { error } = await removeUpload(client, upload.id)
      if (error) throw new Error(error.message)
    },
    onSuccess: () => {
      setOpen(false)
      toast.success('The upload is removed')
      // What is shown of transactions, months, reviews and queues may all have come from this file.
      return queryClient.invalidateQueries()
    },
  })
  const { acceptedCount, labelsAddedCount, months } = upload
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) remove.reset()
      }}
    >
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        <div className="grid min-w-0 gap-1">
          <DialogTitle className="break-words">Remove {upload.fileName}?</DialogTitle>
          <DialogDescription>
            The dataset {upload.dataset} will be as if this file had never come. There is no way
            back, but the file can be uploaded again. These go:
          </DialogDescription>
        </div>
        <ul className="grid list-disc gap-1 pl-5 text-[0.8125rem]">
          <li>
            {format.count(acceptedCount)} {acceptedCount === 1 ? 'transaction' : 'transactions'}
            {months.length > 0 && ` in ${describeMonths(months.map(format.shortMonth))}`}, with
            their predictions and reviews
          </li>
          {labelsAddedCount > 0 && (
            <li>
              {format.count(labelsAddedCount)} {labelsAddedCount === 1 ? 'label' : 'labels'} that it
              gave to earlier transactions
            </li>
          )}
          <li>its rejected rows, its report and the file itself</li>
        </ul>
        <p className="text-muted-foreground text-xs">
          Models that learned from it stay as they are.
        </p>
        {remove.error && (
          <p role="alert" className="break-words text-fraud-text text-xs">
            {remove.error.message}
          </p>
        )}
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Keep it</Button>
          </DialogClose>
          <Button disabled={remove.isPending} onClick={() => remove.mutate()}>
            {remove.isPending ? 'Removing …' : 'Remove it'}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}

function describeMonths(names: readonly string[]): string {
  const [first, last] = [names[0] ?? '', names.at(-1) ?? '']
  return names.length < 2 ? first : `${names.length} months, ${first} to ${last}`
}
