'use client'

import { CheckIcon, TriangleAlertIcon } from 'lucide-react'
import dynamic from 'next/dynamic'
import { type ReactNode, useId } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { CardContent } from '@/components/ui/card'
import { Label } from '@/components/ui/label'
import { NativeSelect } from '@/components/ui/native-select'
import { Skeleton } from '@/components/ui/skeleton'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import type { FilePreview } from '@/lib/uploads/preview-file.ts'
import type { QueueItem } from '@/lib/uploads/queue-item.ts'
import { preferredDataset } from './preferred-dataset'

const PreviewTable = dynamic(
  () => import('./preview-table').then((module) => module.PreviewTable),
  {
    loading: () => <Skeleton className="m-5 h-40" />,
  },
)

/** What was recognised, the first rows, where the rows go, and the start. Nothing has been sent yet. */
export function StartUpload({
  item,
  datasets,
  currentDataset,
  onChoose,
  onStart,
}: {
  item: QueueItem
  datasets: Dataset[]
  currentDataset: string | null
  onChoose: (dataset: string) => void
  onStart: (dataset: string) => void
}) {
  const fieldId = useId()
  const { preview } = item
  const dataset = item.dataset ?? preferredDataset(item, datasets, currentDataset) ?? ''
  if (!preview) return null
  const suitable = datasets.filter(({ profile }) => profile === preview.profile)
  return (
    <>
      <CardContent className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <Recognised preview={preview} />
        <div className="flex flex-wrap items-end gap-2">
          <div className="grid gap-1.5">
            <Label htmlFor={fieldId}>Into dataset</Label>
            <NativeSelect
              id={fieldId}
              className="w-56"
              value={dataset}
              onChange={(event) => onChoose(event.target.value)}
            >
              {suitable.length === 0 && <option value="">No dataset takes this format</option>}
              {suitable.map(({ slug, title }) => (
                <option key={slug} value={slug}>
                  {title}
                </option>
              ))}
            </NativeSelect>
          </div>
          <Button disabled={!dataset} onClick={() => onStart(dataset)}>
            Upload
          </Button>
        </div>
      </CardContent>
      <PreviewTable preview={preview} />
    </>
  )
}

function Recognised({ preview }: { preview: FilePreview }) {
  const format = useFormatter()
  const { checkedCount, faultyCount, isWhole } = preview
  const rows = isWhole
    ? `All ${format.count(checkedCount)} rows were checked here`
    : `The first ${format.count(checkedCount)} rows were checked here`
  return (
    <ul className="grid gap-1">
      <Line>Recognised as {preview.profileTitle}</Line>
      <Line>
        {format.count(preview.columns.length)} columns,{' '}
        {preview.labelColumn
          ? `with labels in ${preview.labelColumn}: they will be learned from`
          : 'without labels: they can follow later'}
      </Line>
      {faultyCount === 0 ? (
        <Line>{rows}, none has a fault</Line>
      ) : (
        <li className="flex items-start gap-2 text-flagged-text">
          <TriangleAlertIcon aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>
            {rows}: {format.count(faultyCount)}{' '}
            {faultyCount === 1 ? 'has a fault and' : 'have faults and'} would be rejected
          </span>
        </li>
      )}
    </ul>
  )
}

function Line({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <CheckIcon aria-hidden className="mt-0.5 size-4 shrink-0 text-legitimate-text" />
      <span>{children}</span>
    </li>
  )
}
