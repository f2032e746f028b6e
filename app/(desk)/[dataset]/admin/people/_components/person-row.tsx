'use client'

import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { Formatter } from '@/lib/format/formatter.ts'
import type { Person } from '@/lib/people/list-people.ts'
import { LinkDialog } from './link-dialog'
import { RoleDialog } from './role-dialog'
import { WithdrawDialog } from './withdraw-dialog'

const roles = [
  { role: 'admin', label: 'Make admin' },
  { role: 'analyst', label: 'Make analyst' },
  { role: null, label: 'Withdraw role' },
] as const

/** Somebody, and what can be done about them. Nobody changes their own role. */
export function PersonRow({ person, isOwn }: { person: Person; isOwn: boolean }) {
  const format = useFormatter()
  const { email, role, invitation } = person
  return (
    <li className="grid items-center gap-3 px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-5">
      <div className="grid gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-all font-medium">{email ?? 'No e-mail address'}</span>
          <Badge variant={role === 'admin' ? 'accent' : role ? 'neutral' : 'outline'}>
            {role === 'admin' ? 'Admin' : role ? 'Analyst' : 'No role'}
          </Badge>
          {invitation && <Badge variant="outline">Invited</Badge>}
          {isOwn && <Badge variant="outline">You</Badge>}
        </p>
        <p className="text-muted-foreground text-xs tabular-nums">{describe(person, format)}</p>
        {isOwn && (
          <p className="text-muted-foreground text-xs">
            Your own admin role can be withdrawn by another admin only.
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {invitation ? (
          <InvitationButtons person={person} />
        ) : (
          <MemberButtons {...{ person, isOwn }} />
        )}
      </div>
    </li>
  )
}

function InvitationButtons({ person }: { person: Person }) {
  return (
    <>
      <LinkDialog person={person}>
        <Button variant="outline" size="sm">
          New link
        </Button>
      </LinkDialog>
      <WithdrawDialog person={person}>
        <Button variant="outline" size="sm">
          Withdraw invitation
        </Button>
      </WithdrawDialog>
    </>
  )
}

function MemberButtons({ person, isOwn }: { person: Person; isOwn: boolean }) {
  return (
    <>
      {!isOwn && (
        <LinkDialog person={person}>
          <Button variant="outline" size="sm">
            Lost password
          </Button>
        </LinkDialog>
      )}
      {roles
        .filter((other) => other.role !== person.role)
        .map((other) =>
          isOwn ? (
            <Button key={other.label} variant="outline" size="sm" disabled>
              {other.label}
            </Button>
          ) : (
            <RoleDialog key={other.label} person={person} newRole={other.role}>
              <Button variant="outline" size="sm">
                {other.label}
              </Button>
            </RoleDialog>
          ),
        )}
    </>
  )
}

function describe({ invitation, addedAt, lastSignInAt }: Person, format: Formatter): string {
  if (invitation) {
    const by = invitation.invitedBy ? ` by ${invitation.invitedBy}` : ''
    return `Invited ${format.time(invitation.sentAt)}${by}, not accepted yet`
  }
  const times = [
    addedAt && `Added ${format.day(addedAt)}`,
    lastSignInAt ? `last sign-in ${format.time(lastSignInAt)}` : 'never signed in',
  ]
  return times.filter(Boolean).join(', ')
}
