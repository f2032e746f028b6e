'use client'

import { CheckIcon, CopyIcon } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DialogClose, DialogDescription, DialogFooter, DialogTitle } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import type { WayIn } from '@/lib/people/invite-person.ts'
import { routes } from '@/lib/routes.ts'

/** Inside a dialog: the link that an admin hands over, or that a mail was sent. */
export function WayInCard({ wayIn, title }: { wayIn: WayIn; title: string }) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [isCopied, setCopied] = useState(false)
  const { link, email } = wayIn
  const address = link && `${location.origin}${routes.welcome(link)}`

  async function copy() {
    field.current?.select()
    // Without TLS browsers offer no clipboard; then the selected text is there to be copied by hand.
    await navigator.clipboard?.writeText(address ?? '').then(
      () => setCopied(true),
      () => {},
    )
  }

  return (
    <div className="grid gap-4">
      <div role="status" className="grid gap-1">
        <DialogTitle className="break-words">{title}</DialogTitle>
        <DialogDescription>
          {address
            ? `Hand this link over to ${email} yourself. It works once, within a day, and is not shown again: whoever has it gets in as this person.`
            : `A mail with a link is on its way to ${email}. The link works once, within a day.`}
        </DialogDescription>
      </div>
      {address && (
        <div className="grid gap-1.5">
          <Label htmlFor={id}>Link</Label>
          <div className="flex gap-2">
            <Input
              ref={field}
              id={id}
              readOnly
              value={address}
              className="font-mono text-xs"
              onFocus={(event) => event.currentTarget.select()}
            />
            <Button autoFocus variant="outline" onClick={() => void copy()}>
              {isCopied ? <CheckIcon aria-hidden /> : <CopyIcon aria-hidden />}
              {isCopied ? 'Copied' : 'Copy link'}
            </Button>
          </div>
          <span role="status" className="sr-only">
            {isCopied && 'The link is copied.'}
          </span>
        </div>
      )}
      <DialogFooter>
        <DialogClose asChild>
          <Button>Done</Button>
        </DialogClose>
      </DialogFooter>
    </div>
  )
}
