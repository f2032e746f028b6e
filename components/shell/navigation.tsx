'use client'

import { BoxIcon, CalendarDaysIcon, FileUpIcon, ListChecksIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ComponentType } from 'react'
import type { Session } from '@/lib/auth/session.ts'
import { cn } from '@/lib/class-names.ts'
import { routes } from '@/lib/routes.ts'

/** The main ways through the desk; models only for admins, who alone may open them. */
export function Navigation({
  dataset,
  role,
  onNavigate = () => {},
}: {
  dataset: string
  role: Session['role']
  onNavigate?: () => void
}) {
  const pathname = usePathname()
  const items: { href: string; label: string; icon: ComponentType<{ className?: string }> }[] = [
    { href: routes.months(dataset), label: 'Months', icon: CalendarDaysIcon },
    { href: routes.review(dataset), label: 'Review', icon: ListChecksIcon },
    { href: routes.uploads(), label: 'Uploads', icon: FileUpIcon },
    ...(role === 'admin' ? [{ href: routes.admin(dataset), label: 'Models', icon: BoxIcon }] : []),
  ]
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5">
        {items.map(({ href, label, icon: Icon }) => {
          const isCurrent = pathname === href || pathname.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={isCurrent ? 'page' : undefined}
                className={cn(
                  'flex h-8 items-center gap-2.5 rounded-md px-2 text-muted-foreground transition-colors hover:bg-foreground/5 hover:text-foreground',
                  isCurrent && 'bg-foreground/7 font-medium text-foreground',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
