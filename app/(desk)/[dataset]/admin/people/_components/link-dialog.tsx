'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useFullSupabase } from '@/components/supabase-provider'
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
import { makeLink } from '@/lib/people/invite-person.ts'
import type { Person } from '@/lib/people/list-people.ts'
import { WayInCard } from './way-in-card'

/** Asks before another link is made, because an earlier one stops working, and then shows it. */
export function LinkDialog({ person, children }: { person: Person; children: ReactNode }) {
  const loadClient = useFullSupabase()
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const name = person.email ?? 'this person'
  const make = useMutation({
    mutationFn: () => makeLink(loadClient, person.id),
    onSettled: () =>
      Promise.all(
        [['people'], ['events']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) make.reset()
      }}
    >
      <DialogTrigger asChild>{children}</DialogTrigger>
      <DialogContent>
        {make.data ? (
          <WayInCard
            wayIn={make.data}
            title={
              make.data.link?.type === 'recovery'
                ? `A link to choose a password for ${name}`
                : `A new link for ${name}`
            }
          />
        ) : (
          <>
            <div className="grid gap-1">
              <DialogTitle className="break-words">
                {person.invitation
                  ? `Make a new link for ${name}`
                  : `Send ${name} a link to choose a password`}
              </DialogTitle>
              <DialogDescription>
                {person.invitation
                  ? 'The link from before stops working.'
                  : 'For who lost the password. The old one works until another is chosen, which ends all other sessions.'}{' '}
                This is kept in the log.
              </DialogDescription>
            </div>
            {make.error && (
              <p role="alert" className="text-fraud-text text-xs">
                {make.error.message}
              </p>
            )}
            <DialogFooter>
              <DialogClose asChild>
                <Button variant="outline">Cancel</Button>
              </DialogClose>
              <Button disabled={make.isPending} onClick={() => make.mutate()}>
                {make.isPending ? 'One moment…' : 'Make the link'}
              </Button>
            </DialogFooter>
          </>
        )}
      </DialogContent>
    </Dialog>
  )
}
