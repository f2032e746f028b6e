'use client'

import { lazy } from 'react'
import { OnDemand } from '@/components/ui/on-demand'
import type { Session } from '@/lib/auth/session.ts'
import { nameOf } from '@/lib/format/name-of.ts'
import type { Theme } from '@/lib/theme/theme.ts'

const load = () => import('./user-menu-items')
const UserMenuItems = lazy(() => load().then((module) => ({ default: module.UserMenuItems })))

/** Who is signed in; opens the account, the theme, and the way out. */
export function UserMenu(props: {
  session: Session
  initialTheme: Theme
  onNavigate?: () => void
}) {
  const { email, role } = props.session
  const name = nameOf(email)
  return (
    <OnDemand
      preload={load}
      opened={(trigger) => <UserMenuItems {...props} trigger={trigger} />}
      className="flex h-11 w-full items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-foreground/5"
    >
      <span
        aria-hidden
        className="grid size-7 shrink-0 place-items-center rounded-full bg-primary font-semibold text-primary-foreground text-xs"
      >
        {name.slice(0, 1)}
      </span>
      <span className="grid min-w-0 leading-tight">
        <span className="truncate font-medium text-[0.8125rem]">{name}</span>
        <span className="text-muted-foreground text-xs capitalize">{role}</span>
      </span>
    </OnDemand>
  )
}
