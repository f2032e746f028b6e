'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { cn } from '@/lib/class-names.ts'
import { routes } from '@/lib/routes.ts'

/** The pages of a dataset's administration. */
export function AdminNavigation({ dataset }: { dataset: string }) {
  const pathname = usePathname()
  const box = useRef<HTMLElement>(null)
  // On a phone the row is wider than the screen: the current page must be in sight.
  useEffect(() => {
    const current = box.current?.querySelector<HTMLElement>(`[href="${pathname}"]`)
    if (!box.current || !current) return
    const { left, right } = current.getBoundingClientRect()
    if (left < 0 || right > box.current.clientWidth) {
      box.current.scrollLeft += left - box.current.clientWidth / 2
    }
  }, [pathname])
  const items = [
    { href: routes.admin(dataset), label: 'Overview' },
    { href: routes.adminModels(dataset), label: 'Compare' },
    { href: routes.adminRuns(dataset), label: 'Runs' },
    { href: routes.adminMonitoring(dataset), label: 'Monitoring' },
    { href: routes.adminBacktest(dataset), label: 'Backtest' },
    { href: routes.adminSettings(dataset), label: 'Settings' },
    { href: routes.adminPeople(dataset), label: 'People' },
  ]
  return (
    <nav
      ref={box}
      aria-label="Administration"
      className="mx-auto w-full max-w-[90rem] overflow-x-auto px-4 pt-3 [scrollbar-width:none] sm:px-6"
    >
      <ul className="flex w-max min-w-full gap-1 border-b">
        {items.map(({ href, label }) => {
          const isCurrent = pathname === href
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isCurrent ? 'page' : undefined}
                className={cn(
                  '-mb-px block whitespace-nowrap border-transparent border-b-2 px-2.5 py-2 text-[0.8125rem] text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2',
                  isCurrent && 'border-foreground font-medium text-foreground',
                )}
              >
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
