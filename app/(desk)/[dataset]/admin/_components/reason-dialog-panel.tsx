'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useId, useState } from 'react'
import { showFailure } from '@/components/show-failure'
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
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'
import { useDraft } from '@/components/use-draft'
import { REASON_LIMIT } from '@/lib/models/change-champion.ts'
import { DatabaseCallError, SIGNED_OUT } from '@/lib/supabase/read-rpc.ts'
import type { ReasonDialogProps } from './reason-dialog'

/** The dialog itself, open as it appears; it takes its trigger over. */
export function ReasonDialogPanel({
  dataset,
  title,
  description,
  confirm,
  done,
  action,
  alsoChanges = [],
  trigger,
}: ReasonDialogProps & { trigger: ReactElement }) {
  const queryClient = useQueryClient()
  const fieldId = useId()
  const [isOpen, setOpen] = useState(true)
  // A reload or an ended session loses nothing of it.
  const [reason, setReason] = useDraft(`reason ${dataset} ${title}`)
  const run = useMutation({
    mutationFn: () => action(reason.trim()),
    onSuccess: () => {
      setOpen(false)
      setReason('')
      toast.success(done)
    },
    // The way to the sign-in page lies beside the dialog; anything else is said in the dialog itself.
    onError: (error) => {
      if (!isSignedOut(error)) return
      setOpen(false)
      showFailure(title, error)
    },
    onSettled: () =>
      Promise.all(
        [
          ['admin-overview', dataset],
          ['months', dataset],
          ['datasets'],
          ['drift', dataset],
          ['events'],
          ['runs', dataset],
          ...alsoChanges.map((key) => [key, dataset]),
        ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason.trim()) run.mutate()
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) run.reset()
      }}
    >
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        <form onSubmit={submit} className="grid gap-4">
          <div className="grid gap-1">
            <DialogTitle>{title}</DialogTitle>
            <DialogDescription>{description}</DialogDescription>
          </div>
          <div className="grid gap-1.5">
            <Label htmlFor={fieldId}>Reason</Label>
            <Textarea
              id={fieldId}
              required
              maxLength={REASON_LIMIT}
              value={reason}
              placeholder="Kept in the log for everyone who asks later"
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
          {run.error && !isSignedOut(run.error) && (
            <p role="alert" className="text-fraud-text text-xs">
              {run.error.message}
            </p>
          )}
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" disabled={!reason.trim() || run.isPending}>
              {confirm}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}

function isSignedOut(error: Error): boolean {
  return error instanceof DatabaseCallError && error.code === SIGNED_OUT
}
