'use client'

import { useFormatter } from '@/components/locale-provider'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { Person } from '@/lib/people/list-people.ts'
import { RoleDialog } from './role-dialog'

const roles = [
  { role: 'admin', label: 'Make admin' },
  { role: 'analyst', label: 'Make analyst' },
  { role: null, label: 'Withdraw role' },
] as const

/** Somebody, and the roles that they do not have. Nobody changes their own. */
export function PersonRow({ person, isOwn }: { person: Person; isOwn: boolean }) {
  const format = useFormatter()
  const { email, role, invitedAt, lastSignInAt } = person
  const times = [
    invitedAt && `Added ${format.day(invitedAt)}`,
    lastSignInAt ? `last sign-in ${format.time(lastSignInAt)}` : 'never signed in',
  ]
  return (
    <li className="grid items-center gap-3 px-4 py-3.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-5">
      <div className="grid gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-all font-medium">{email ?? 'No e-mail address'}</span>
          <Badge variant={role === 'admin' ? 'accent' : role ? 'neutral' : 'outline'}>
            {role === 'admin' ? 'Admin' : role ? 'Analyst' : 'No role'}
          </Badge>
          {isOwn && <Badge variant="outline">You</Badge>}
        </p>
        <p className="text-muted-foreground text-xs tabular-nums">
          {times.filter(Boolean).join(', ')}
        </p>
        {isOwn && (
          <p className="text-muted-foreground text-xs">
            Your own admin role can be withdrawn by another admin only.
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {roles
          .filter((other) => other.role !== role)
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
      </div>
    </li>
  )
}
