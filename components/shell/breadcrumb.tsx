'use client'

import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useFormatter } from '@/components/locale-provider'
import { isMonth } from '@/core/month.ts'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import type { Formatter } from '@/lib/format/formatter.ts'
import { routes } from '@/lib/routes.ts'

interface Crumb {
  label: string
  href: string | null
}

/** Where the reader is, and the ways back up. */
export function Breadcrumb({ datasets }: { datasets: Dataset[] }) {
  const pathname = usePathname()
  const crumbs = listCrumbs(pathname, datasets, useFormatter())
  // A dataset's own page is its months: from there nothing lies above.
  const parent = crumbs.findLast(
    ({ href }, index) => index < crumbs.length - 1 && href !== pathname,
  )
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 items-center">
      {parent?.href && (
        <Link
          href={parent.href}
          aria-label={`Back to ${parent.label}`}
          className="grid size-8 place-items-center rounded-md text-muted-foreground hover:bg-muted sm:hidden"
        >
          <ChevronLeftIcon aria-hidden className="size-4" />
        </Link>
      )}
      <ol className="flex min-w-0 items-center gap-1 text-[0.8125rem]">
        {crumbs.map(({ label, href }, index) => {
          const isLast = index === crumbs.length - 1
          return (
            <li
              key={label}
              className={`flex min-w-0 items-center gap-1 ${isLast ? '' : 'max-sm:hidden last:flex'}`}
            >
              {index > 0 && (
                <ChevronRightIcon
                  aria-hidden
                  className="size-3.5 shrink-0 text-muted-foreground/70 max-sm:hidden"
                />
              )}
              {href && !isLast ? (
                <Link
                  href={href}
                  className="truncate rounded-sm px-1 text-muted-foreground hover:text-foreground"
                >
                  {label}
                </Link>
              ) : (
                <span aria-current="page" className="truncate px-1 font-medium">
                  {label}
                </span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

const adminPages: Record<string, string> = {
  models: 'Compare',
  runs: 'Runs',
  monitoring: 'Monitoring',
  backtest: 'Backtest',
  settings: 'Settings',
  people: 'People',
}

function listCrumbs(pathname: string, datasets: Dataset[], format: Formatter): Crumb[] {
  const [first, section, month, , transaction] = pathname.split('/').slice(1)
  if (first === 'uploads') {
    return [
      { label: 'Uploads', href: routes.uploads() },
      ...(section ? [{ label: 'Upload', href: null }] : []),
    ]
  }
  if (first === 'account') return [{ label: 'Account', href: null }]
  const dataset = datasets.find(({ slug }) => slug === first)
  if (!dataset) return []
  const crumbs: Crumb[] = [{ label: dataset.title, href: routes.months(dataset.slug) }]
  if (section === 'admin') {
    crumbs.push({ label: 'Models', href: routes.admin(dataset.slug) })
    const page = month && adminPages[month]
    if (page) crumbs.push({ label: page, href: null })
  }
  if (section === 'review') crumbs.push({ label: 'Review', href: null })
  if (section === 'months') {
    crumbs.push({ label: 'Months', href: routes.months(dataset.slug) })
    if (month && isMonth(month)) {
      crumbs.push({ label: format.month(month), href: routes.month(dataset.slug, month) })
      if (transaction) crumbs.push({ label: `Transaction ${transaction}`, href: null })
    }
  }
  return crumbs
}
