'use client'

import { MenuIcon } from 'lucide-react'
import Link from 'next/link'
import { useParams, usePathname } from 'next/navigation'
import { lazy, type ReactNode, useEffect, useRef } from 'react'
import { buttonVariants } from '@/components/ui/button'
import { OnDemand } from '@/components/ui/on-demand'
import { Wordmark } from '@/components/wordmark'
import type { Session } from '@/lib/auth/session.ts'
import { cn } from '@/lib/class-names.ts'
import { LAST_DATASET_COOKIE } from '@/lib/datasets/last-dataset.ts'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import { routes } from '@/lib/routes.ts'
import type { ServiceHealth } from '@/lib/status/service-health.ts'
import type { Theme } from '@/lib/theme/theme.ts'
import { Breadcrumb } from './breadcrumb'
import { CommandButton } from './command-button'
import { DatasetSwitcher } from './dataset-switcher'
import { Navigation } from './navigation'
import { StatusBanner } from './status-banner'
import { UserMenu } from './user-menu'

interface ShellProps {
  session: Session
  datasets: Dataset[]
  /** Where pages without a dataset in their address stand. */
  lastDataset: string
  theme: Theme
  health: ServiceHealth
  children: ReactNode
}

const loadPhoneMenu = () => import('./phone-menu')
const PhoneMenu = lazy(() => loadPhoneMenu().then((module) => ({ default: module.PhoneMenu })))

const YEAR_SECONDS = 31_536_000

/** The frame of every page: sidebar, breadcrumb, banner. */
export function Shell({ session, datasets, lastDataset, theme, health, children }: ShellProps) {
  const params = useParams<{ dataset?: string }>()
  const current = params.dataset ?? lastDataset
  const main = useRef<HTMLElement>(null)
  const pathname = usePathname()
  const shownPath = useRef(pathname)

  useEffect(() => {
    if (shownPath.current === pathname) return
    shownPath.current = pathname
    // The link that led here went with its page: the keyboard goes on in the new one.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true })
  }, [pathname])

  useEffect(() => {
    if (!params.dataset) return
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `${LAST_DATASET_COOKIE}=${params.dataset}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
  }, [params.dataset])

  const sidebar = (onNavigate: () => void) => (
    <div className="flex h-full flex-col gap-5 p-3">
      <Link
        href={routes.months(current)}
        onClick={onNavigate}
        className="flex h-8 items-center rounded-md px-2"
      >
        <Wordmark />
      </Link>
      <DatasetSwitcher datasets={datasets} current={current} onNavigate={onNavigate} />
      <Navigation dataset={current} role={session.role} onNavigate={onNavigate} />
      <div className="mt-auto">
        <UserMenu session={session} initialTheme={theme} onNavigate={onNavigate} />
      </div>
    </div>
  )

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] xl:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-md focus:bg-primary focus:px-3 focus:py-2 focus:text-primary-foreground"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh lg:block">{sidebar(() => {})}</aside>
      <div className="flex min-h-dvh min-w-0 flex-col bg-background lg:my-2 lg:mr-2 lg:min-h-[calc(100dvh-1rem)] lg:rounded-xl lg:border">
        <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b bg-background/90 px-3 backdrop-blur-sm sm:px-5 lg:rounded-t-xl">
          <OnDemand
            preload={loadPhoneMenu}
            opened={(trigger) => <PhoneMenu trigger={trigger} sidebar={sidebar} />}
            className={cn(buttonVariants({ variant: 'ghost', size: 'icon' }), 'lg:hidden')}
            label="Open the menu"
          >
            <MenuIcon aria-hidden />
          </OnDemand>
          <Breadcrumb datasets={datasets} />
          <CommandButton session={session} datasets={datasets} dataset={current} />
        </header>
        <StatusBanner initialHealth={health} />
        <main ref={main} id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          {children}
        </main>
      </div>
    </div>
  )
}
