'use client'

import { LogOutIcon, MonitorIcon, MoonIcon, SunIcon } from 'lucide-react'
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
import type { Theme } from '@/lib/theme/theme.ts'
import { useTheme } from './use-theme'

/** Who is signed in, the theme, and the way out. */
export function UserMenu({ session, initialTheme }: { session: Session; initialTheme: Theme }) {
  const [theme, setTheme] = useTheme(initialTheme)
  const name = nameOf(session.email)
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex h-11 w-full items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-foreground/5">
        <span
          aria-hidden
          className="grid size-7 shrink-0 place-items-center rounded-full bg-primary font-semibold text-primary-foreground text-xs"
        >
          {name.slice(0, 1)}
        </span>
        <span className="grid min-w-0 leading-tight">
          <span className="truncate font-medium text-[0.8125rem]">{name}</span>
          <span className="text-muted-foreground text-xs capitalize">{session.role}</span>
        </span>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-56">
        <DropdownMenuLabel className="truncate">{session.email}</DropdownMenuLabel>
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

/** pinky@fraud-desk.test → Pinky */
function nameOf(email: string): string {
  const local = email.split('@')[0] ?? email
  return local.charAt(0).toUpperCase() + local.slice(1)
}
