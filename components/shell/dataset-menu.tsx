'use client'

import { usePathname, useRouter } from 'next/navigation'
import type { ReactElement } from 'react'
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

/** The open switcher; see DatasetSwitcher. */
export function DatasetMenu({
  datasets,
  current,
  trigger,
  onNavigate = () => {},
}: {
  trigger: ReactElement
  datasets: Dataset[]
  current: string
  onNavigate?: () => void
}) {
  const router = useRouter()
  const pathname = usePathname()

  function open(slug: string) {
    onNavigate()
    router.push(samePage(pathname, slug))
  }

  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
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

/** The page of another dataset that shows what this one does; what belongs to one dataset alone leads to its months. */
function samePage(pathname: string, dataset: string): string {
  const [, , section, page] = pathname.split('/')
  if (section === 'admin') return page ? `${routes.admin(dataset)}/${page}` : routes.admin(dataset)
  return section === 'review' ? routes.review(dataset) : routes.months(dataset)
}

function describe(monthCount: number): string {
  if (monthCount === 0) return 'empty'
  return monthCount === 1 ? '1 month' : `${monthCount} months`
}
