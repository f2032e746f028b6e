'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useId, useRef, useState } from 'react'
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
import { Input } from '@/components/ui/input'
import { Label } from '@/components/ui/label'
import { NativeSelect } from '@/components/ui/native-select'
import { invitePerson } from '@/lib/people/invite-person.ts'
import type { Person } from '@/lib/people/list-people.ts'
import { FunctionCallError } from '@/lib/supabase/call-function.ts'
import { isSignedOut } from '@/lib/supabase/read-rpc.ts'
import { WayInCard } from './way-in-card'

type Role = NonNullable<Person['role']>

const roles: Record<Role, string> = {
  analyst: 'Sees predictions, uploads files and reviews. Sees no admin pages.',
  admin: 'Does all that analysts do, and decides on models, settings and people.',
}

/** The dialog itself, open as it appears; it takes its trigger over. What was typed stays when it fails. */
export function InviteDialogPanel({ trigger }: { trigger: ReactElement }) {
  const loadClient = useFullSupabase()
  const queryClient = useQueryClient()
  const id = useId()
  const [isOpen, setOpen] = useState(true)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('analyst')
  // A second click comes before React has rendered what the first one began.
  const isSent = useRef(false)
  const invite = useMutation({
    mutationFn: () => invitePerson(loadClient, email.trim(), role),
    onSuccess: () =>
      Promise.all(
        [['people'], ['events']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
    onSettled: () => {
      isSent.current = false
    },
  })
  const isAddress =
    invite.error instanceof FunctionCallError &&
    invite.error.code !== 'unavailable' &&
    !isSignedOut(invite.error)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!email.trim() || isSent.current) return
    isSent.current = true
    invite.mutate()
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (!open) return
        invite.reset()
        setEmail('')
        setRole('analyst')
      }}
    >
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        {invite.data ? (
          <WayInCard
            wayIn={invite.data}
            title={`${invite.data.email} is invited as ${role === 'admin' ? 'an admin' : 'an analyst'}`}
          />
        ) : (
          <form onSubmit={submit} noValidate className="grid gap-4">
            <div className="grid gap-1">
              <DialogTitle>Invite somebody</DialogTitle>
              <DialogDescription>
                They choose their own password. The role counts from the start and for all datasets.
              </DialogDescription>
            </div>
            <div className="grid gap-1.5">
              <Label htmlFor={`${id}-email`}>E-mail address</Label>
              <Input
                id={`${id}-email`}
                type="email"
                autoComplete="off"
                maxLength={254}
                value={email}
                aria-invalid={isAddress ? true : undefined}
                aria-describedby={invite.error ? `${id}-error` : undefined}
                onChange={(event) => setEmail(event.target.value)}
              />
            </div>
            <div className="grid gap-1.5">
              <Label htmlFor={`${id}-role`}>Role</Label>
              <NativeSelect
                id={`${id}-role`}
                value={role}
                aria-describedby={`${id}-role-note`}
                onChange={(event) => setRole(event.target.value as Role)} // one of the options below
              >
                <option value="analyst">Analyst</option>
                <option value="admin">Admin</option>
              </NativeSelect>
              <p id={`${id}-role-note`} className="text-muted-foreground text-xs">
                {roles[role]}
              </p>
            </div>
            {invite.error && (
              <p id={`${id}-error`} role="alert" className="text-fraud-text text-xs">
                {invite.error.message}
              </p>
            )}
            <DialogFooter>
              <DialogClose asChild>
                <Button variant="outline">Cancel</Button>
              </DialogClose>
              <Button type="submit" disabled={!email.trim()} aria-disabled={invite.isPending}>
                {invite.isPending ? 'Inviting…' : 'Invite'}
              </Button>
            </DialogFooter>
          </form>
        )}
      </DialogContent>
    </Dialog>
  )
}
