'use client'

import { CheckIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { Label } from '@/components/ui/label'
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from '@/components/ui/select'
import type { FileHead } from '@/core/ingest/inspect-file.ts'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'

/** What was recognised, where the rows go, and the start. */
export function StartUpload({
  head,
  datasets,
  currentDataset,
  onStart,
  onCancel,
}: {
  head: FileHead
  datasets: Dataset[]
  currentDataset: string | null
  onStart: (dataset: string) => void
  onCancel: () => void
}) {
  const format = useFormatter()
  const fieldId = useId()
  const suitable = datasets.filter(({ profile }) => profile === head.profile.slug)
  const preferred =
    suitable.find(({ slug }) => slug === currentDataset) ??
    suitable.find(({ slug }) => slug === head.profile.slug) ??
    suitable[0]
  const [dataset, setDataset] = useState(preferred?.slug ?? '')

  return (
    <div className="grid gap-4">
      <ul className="grid gap-1">
        <Recognised>Recognised as {head.profile.title}</Recognised>
        <Recognised>
          {format.count(head.columns.length)} columns,{' '}
          {head.hasLabels
            ? 'with labels: they will be learned from'
            : 'without labels: they can follow later'}
        </Recognised>
      </ul>
      <div className="grid w-fit gap-1.5">
        <Label htmlFor={fieldId}>Into dataset</Label>
        <Select value={dataset} onValueChange={setDataset}>
          <SelectTrigger id={fieldId} className="min-w-64">
            <SelectValue placeholder="No dataset takes this format" />
          </SelectTrigger>
          <SelectContent>
            {suitable.map(({ slug, title }) => (
              <SelectItem key={slug} value={slug}>
                {title}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </div>
      <div className="flex gap-2">
        <Button disabled={!dataset} onClick={() => onStart(dataset)}>
          Upload
        </Button>
        <Button variant="outline" onClick={onCancel}>
          Choose another file
        </Button>
      </div>
    </div>
  )
}

function Recognised({ children }: { children: React.ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <CheckIcon aria-hidden className="size-4 text-legitimate-text" />
      {children}
    </li>
  )
}
