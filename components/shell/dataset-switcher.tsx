'use client'

import { ChevronsUpDownIcon } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import { routes } from '@/lib/routes.ts'

/** Goes to the same kind of page of another dataset. */
export function DatasetSwitcher({
  datasets,
  current,
  onNavigate = () => {},
}: {
  datasets: Dataset[]
  current: string
  onNavigate?: () => void
}) {
  const router = useRouter()
  const pathname = usePathname()
  const selected = datasets.find(({ slug }) => slug === current)

  function open(slug: string) {
    const target = pathname.endsWith('/admin') ? routes.admin(slug) : routes.months(slug)
    onNavigate()
    router.push(target)
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="flex h-11 w-full items-center gap-2.5 rounded-md border bg-raised px-2.5 text-left shadow-xs transition-colors hover:border-input">
        <span className="grid min-w-0 flex-1 leading-tight">
          <span className="text-2xs text-muted-foreground">Dataset</span>
          <span className="truncate font-medium text-[0.8125rem]">
            {selected?.title ?? 'Choose a dataset'}
          </span>
        </span>
        <ChevronsUpDownIcon aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-72">
        <DropdownMenuLabel>Datasets</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={current} onValueChange={open}>
          {datasets.map(({ slug, title, monthCount, champion }) => (
            <DropdownMenuRadioItem key={slug} value={slug}>
              <span className="grid min-w-0">
                <span className="truncate">{title}</span>
                <span className="text-muted-foreground text-xs">
                  {describe(monthCount)} · {champion ? `model v${champion.version}` : 'no model'}
                </span>
              </span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function describe(monthCount: number): string {
  if (monthCount === 0) return 'empty'
  return monthCount === 1 ? '1 month' : `${monthCount} months`
}
