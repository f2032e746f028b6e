'use client'

import { LogOutIcon, MonitorIcon, MoonIcon, SunIcon, UserRoundIcon } from 'lucide-react'
import Link from 'next/link'
import type { ReactElement } from 'react'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { Session } from '@/lib/auth/session.ts'
import { signOut } from '@/lib/auth/sign-in.ts'
import { routes } from '@/lib/routes.ts'
import type { Theme } from '@/lib/theme/theme.ts'
import { useTheme } from './use-theme'

/** The open menu; see UserMenu. */
export function UserMenuItems({
  session,
  initialTheme,
  trigger,
  onNavigate = () => {},
}: {
  trigger: ReactElement
  session: Session
  initialTheme: Theme
  onNavigate?: () => void
}) {
  const [theme, setTheme] = useTheme(initialTheme)
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-56">
        <DropdownMenuLabel className="truncate">{session.email}</DropdownMenuLabel>
        <DropdownMenuItem asChild onSelect={onNavigate}>
          <Link href={routes.account()}>
            <UserRoundIcon aria-hidden /> Account
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuRadioGroup
          value={theme}
          onValueChange={(value) => setTheme(value as Theme)}
          aria-label="Theme"
        >
          <DropdownMenuRadioItem value="system">
            <MonitorIcon aria-hidden /> System theme
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="light">
            <SunIcon aria-hidden /> Light
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">
            <MoonIcon aria-hidden /> Dark
          </DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOutIcon aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
