'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useId, useRef, useState } from 'react'
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
import { isSignedOut } from '@/lib/supabase/read-rpc.ts'
import type { ReasonDialogProps } from './reason-dialog'

/** The dialog itself, open as it appears; it takes its trigger over. */
export function ReasonDialogPanel({
  trigger,
  ...props
}: ReasonDialogProps & { trigger: ReactElement }) {
  // What the page learns meanwhile must not change under the reader's hands what the button does.
  const [opened, setOpened] = useState(props)
  const { dataset, title, description, confirm, done, action, alsoChanges = [] } = opened
  const queryClient = useQueryClient()
  const fieldId = useId()
  const [isOpen, setOpen] = useState(true)
  // A reload or an ended session loses nothing of it.
  const [reason, setReason] = useDraft(`reason ${dataset} ${title}`)
  // A second click comes before React has rendered what the first one began.
  const isSent = useRef(false)
  const run = useMutation({
    mutationFn: () => action(reason.trim()),
    onSuccess: () => {
      setOpen(false)
      setReason('')
      toast.success(done)
      return readAgain()
    },
    // The way to the sign-in page lies beside the dialog; anything else is said in the dialog, while it is open.
    onError: (error) => {
      if (isOpen && !isSignedOut(error)) return
      setOpen(false)
      showFailure(title, error)
      void readAgain()
    },
    onSettled: () => {
      isSent.current = false
    },
  })

  function readAgain() {
    return Promise.all(
      [
        ['admin-overview', dataset],
        ['months', dataset],
        ['datasets'],
        ['drift', dataset],
        ['events'],
        ['runs', dataset],
        ...alsoChanges.map((key) => [key, dataset]),
      ].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    )
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!reason.trim() || isSent.current) return
    isSent.current = true
    run.mutate()
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) {
          setOpened(props)
          run.reset()
          // What was refused may have been refused because the page was old. Until the refusal is read, nothing moves.
        } else if (run.error) void readAgain()
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
          {run.error && (
            <p role="alert" className="text-fraud-text text-xs">
              {run.error.message}
            </p>
          )}
          <DialogFooter>
            <DialogClose asChild>
              <Button variant="outline">Cancel</Button>
            </DialogClose>
            <Button type="submit" disabled={!reason.trim()} aria-disabled={run.isPending}>
              {run.isPending ? 'One moment …' : confirm}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  )
}
