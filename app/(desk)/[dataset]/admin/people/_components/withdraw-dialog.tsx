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
import { withdrawInvitation } from '@/lib/people/withdraw-invitation.ts'

/** Asks before an invitation is taken back. Its row leaves at once, and returns where it could not be. */
export function WithdrawDialog({ person, children }: { person: Person; children: ReactNode }) {
  const client = useSupabase()
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const name = person.email ?? 'this person'
  const { queryKey } = peopleQuery(client)
  const withdraw = useMutation({
    mutationFn: () => withdrawInvitation(client, person.id),
    onMutate: async () => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      queryClient.setQueryData(queryKey, (people) => people?.filter(({ id }) => id !== person.id))
      return before
    },
    onSuccess: () => toast.success(`The invitation of ${name} is withdrawn`),
    onError: (error, _sent, before) => {
      queryClient.setQueryData(queryKey, before)
      toast.error(error.message)
    },
    onSettled: () =>
      Promise.all(
        [queryKey, ['events']].map((changed) =>
          queryClient.invalidateQueries({ queryKey: changed }),
        ),
      ),
  })
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>{children}</DialogTrigger>
      <DialogContent>
        <div className="grid gap-1">
          <DialogTitle className="break-words">Withdraw the invitation of {name}</DialogTitle>
          <DialogDescription>
            The link stops working and the account is removed. They can be invited again.
          </DialogDescription>
        </div>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Cancel</Button>
          </DialogClose>
          <Button
            onClick={() => {
              setOpen(false)
              withdraw.mutate()
            }}
          >
            Withdraw invitation
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
