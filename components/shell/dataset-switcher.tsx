'use client'

import { ChevronsUpDownIcon } from 'lucide-react'
import { lazy } from 'react'
import { OnDemand } from '@/components/ui/on-demand'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'

const load = () => import('./dataset-menu')
const DatasetMenu = lazy(() => load().then((module) => ({ default: module.DatasetMenu })))

/** Goes to the same kind of page of another dataset. */
export function DatasetSwitcher(props: {
  datasets: Dataset[]
  current: string
  onNavigate?: () => void
}) {
  const selected = props.datasets.find(({ slug }) => slug === props.current)
  return (
    <OnDemand
      preload={load}
      opened={(trigger) => <DatasetMenu {...props} trigger={trigger} />}
      className="flex h-11 w-full items-center gap-2.5 rounded-md border bg-raised px-2.5 text-left shadow-xs transition-colors hover:border-input"
    >
      <span className="grid min-w-0 flex-1 leading-tight">
        <span className="text-2xs text-muted-foreground">Dataset</span>
        <span className="truncate font-medium text-[0.8125rem]">
          {selected?.title ?? 'Choose a dataset'}
        </span>
      </span>
      <ChevronsUpDownIcon aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
    </OnDemand>
  )
}
