'use client'

import { useQuery } from '@tanstack/react-query'
import {
  ActivityIcon,
  BoxIcon,
  CalendarDaysIcon,
  CreditCardIcon,
  DatabaseIcon,
  FileUpIcon,
  FootprintsIcon,
  HistoryIcon,
  ListChecksIcon,
  LogOutIcon,
  MonitorIcon,
  MoonIcon,
  ScaleIcon,
  SlidersHorizontalIcon,
  SunIcon,
  UserRoundIcon,
  UsersRoundIcon,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ComponentType, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import {
  CommandDialog,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from '@/components/ui/command'
import { describeFamily } from '@/core/publishing/describe-family.ts'
import type { Session } from '@/lib/auth/session.ts'
import { signOut } from '@/lib/auth/sign-in.ts'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import { foundTransactionQuery, placesQuery } from '@/lib/places/list-places.ts'
import { routes } from '@/lib/routes.ts'
import { rankEntry } from './rank-entry.ts'
import { applyTheme } from './use-theme'

interface Entry {
  icon: ComponentType<{ 'aria-hidden'?: boolean }>
  label: string
  /** Said beside the label, in grey. */
  note?: string
  /** Other words that find it. */
  keywords?: string[]
  run: () => void
}

/** Finds pages, months, uploads, models, transactions by number, and what can be done anywhere. */
export function CommandPalette({
  session,
  datasets,
  dataset,
  isOpen,
  onOpenChange,
}: {
  session: Session
  datasets: Dataset[]
  dataset: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  const router = useRouter()
  const format = useFormatter()
  const client = useSupabase()
  const [text, setText] = useState('')
  const { data: places } = useQuery({ ...placesQuery(client, dataset), enabled: isOpen })
  const number = /^#?\d{1,15}$/.test(text.trim()) ? Number(text.trim().replace('#', '')) : null
  const { data: found } = useQuery({
    ...foundTransactionQuery(client, number ?? 0),
    enabled: isOpen && number !== null && number > 0,
  })
  const isAdmin = session.role === 'admin'
  const go = (path: string) => () => router.push(path)

  const groups: { heading: string; entries: Entry[] }[] = [
    {
      heading: 'Transaction',
      entries:
        found && number === found.id
          ? [
              {
                icon: CreditCardIcon,
                label: `Transaction ${found.id}`,
                note: [
                  format.money(found.amount, found.currency),
                  found.merchant,
                  format.time(found.occurredAt),
                ]
                  .filter(Boolean)
                  .join(', '),
                keywords: [text],
                run: go(routes.transaction(found.dataset, found.month, found.id)),
              },
            ]
          : [],
    },
    {
      heading: 'Pages',
      entries: [
        { icon: CalendarDaysIcon, label: 'Months', run: go(routes.months(dataset)) },
        { icon: ListChecksIcon, label: 'Review', run: go(routes.review(dataset)) },
        { icon: FileUpIcon, label: 'Uploads', run: go(routes.uploads()) },
        ...(isAdmin
          ? [
              { icon: BoxIcon, label: 'Models', run: go(routes.admin(dataset)) },
              { icon: ScaleIcon, label: 'Compare versions', run: go(routes.adminModels(dataset)) },
              { icon: HistoryIcon, label: 'Training runs', run: go(routes.adminRuns(dataset)) },
              {
                icon: ActivityIcon,
                label: 'Monitoring',
                keywords: ['drift', 'events'],
                run: go(routes.adminMonitoring(dataset)),
              },
              { icon: FootprintsIcon, label: 'Backtest', run: go(routes.adminBacktest(dataset)) },
              {
                icon: SlidersHorizontalIcon,
                label: 'Settings',
                keywords: ['threshold', 'costs', 'retention'],
                run: go(routes.adminSettings(dataset)),
              },
              {
                icon: UsersRoundIcon,
                label: 'People',
                keywords: ['roles'],
                run: go(routes.adminPeople(dataset)),
              },
            ]
          : []),
        {
          icon: UserRoundIcon,
          label: 'Account',
          keywords: ['password'],
          run: go(routes.account()),
        },
      ],
    },
    {
      heading: 'Months',
      entries: (places?.months ?? []).map((month) => ({
        icon: CalendarDaysIcon,
        label: format.month(month),
        keywords: [month],
        run: go(routes.month(dataset, month)),
      })),
    },
    {
      heading: 'Uploads',
      entries: (places?.uploads ?? []).map(({ id, fileName }) => ({
        icon: FileUpIcon,
        label: fileName,
        keywords: [id],
        run: go(routes.upload(id)),
      })),
    },
    {
      heading: 'Models',
      entries: isAdmin
        ? (places?.versions ?? []).map(({ version, family, isChampion }) => ({
            icon: BoxIcon,
            label: `Model version ${version}`,
            note: isChampion ? `${describeFamily(family)}, serves now` : describeFamily(family),
            keywords: [`v${version}`],
            run: go(routes.adminVersion(dataset, version)),
          }))
        : [],
    },
    {
      heading: 'Datasets',
      entries: datasets.map(({ slug, title }) => ({
        icon: DatabaseIcon,
        label: title,
        keywords: [slug],
        run: go(routes.months(slug)),
      })),
    },
    {
      heading: 'Actions',
      entries: [
        { icon: SunIcon, label: 'Light theme', run: () => applyTheme('light') },
        { icon: MoonIcon, label: 'Dark theme', run: () => applyTheme('dark') },
        { icon: MonitorIcon, label: 'Theme of the system', run: () => applyTheme('system') },
        { icon: LogOutIcon, label: 'Sign out', run: () => void signOut() },
      ],
    },
  ]

  return (
    <CommandDialog
      open={isOpen}
      onOpenChange={onOpenChange}
      title="Search or jump to"
      filter={rankEntry}
    >
      <CommandInput
        value={text}
        onValueChange={setText}
        placeholder="Page, month, file or transaction number"
      />
      <CommandList>
        <CommandEmpty>Nothing is called that.</CommandEmpty>
        {groups.map(({ heading, entries }) =>
          entries.length === 0 ? null : (
            <CommandGroup key={heading} heading={heading}>
              {entries.map(({ icon: Icon, label, note, keywords, run }) => (
                <CommandItem
                  key={`${label} ${keywords?.[0]}`}
                  value={`${heading} ${label} ${keywords?.[0] ?? ''}`}
                  keywords={keywords ?? []}
                  onSelect={() => {
                    onOpenChange(false)
                    setText('')
                    run()
                  }}
                >
                  <Icon aria-hidden />
                  <span className={note ? 'max-w-[65%] shrink-0 truncate' : 'truncate'}>
                    {label}
                  </span>
                  {note && (
                    <span className="ml-auto min-w-0 truncate text-muted-foreground text-xs">
                      {note}
                    </span>
                  )}
                </CommandItem>
              ))}
            </CommandGroup>
          ),
        )}
      </CommandList>
    </CommandDialog>
  )
}
