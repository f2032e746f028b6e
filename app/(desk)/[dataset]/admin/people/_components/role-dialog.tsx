'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSupabase } from '@/components/supabase-provider'
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
import { type Person, peopleQuery } from '@/lib/people/list-people.ts'
import { setRole } from '@/lib/people/set-role.ts'

const consequences = {
  admin: 'An admin may do all that analysts do, and decides on models, settings and roles.',
  analyst: 'An analyst sees predictions, uploads files and reviews, and sees no admin pages.',
  none: 'Without a role one may sign in but sees nothing. What they uploaded and reviewed stays.',
}

/** Asks before a role is given or, with null, withdrawn. A refusal is told in the dialog. */
export function RoleDialog({
  person,
  newRole,
  children,
}: {
  person: Person
  newRole: Person['role']
  /** The button that opens the dialog. */
  children: ReactNode
}) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const name = person.email ?? 'this person'
  const change = useMutation({
    mutationFn: () => setRole(client, person.id, newRole),
    onSuccess: async () => {
      void queryClient.invalidateQueries({ queryKey: ['events'] })
      toast.success(newRole ? `${name} is an ${newRole} now` : `${name} has no role any more`)
      setOpen(false)
      await queryClient.invalidateQueries({ queryKey: peopleQuery(client).queryKey })
    },
  })
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) change.reset()
      }}
    >
      <DialogTrigger asChild>{children}</DialogTrigger>
      <DialogContent>
        <div className="grid gap-1">
          <DialogTitle className="break-words">
            {newRole ? `Make ${name} an ${newRole}` : `Withdraw the role of ${name}`}
          </DialogTitle>
          <DialogDescription>
            {consequences[newRole ?? 'none']} This counts at once and is kept in the log.
          </DialogDescription>
        </div>
        {change.error && (
          <p role="alert" className="text-fraud-text text-xs">
            {change.error.message}
          </p>
        )}
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Cancel</Button>
          </DialogClose>
          <Button disabled={change.isPending} onClick={() => change.mutate()}>
            {newRole ? 'Change role' : 'Withdraw role'}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
