'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { DownloadIcon, LoaderCircleIcon, UploadIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { toast } from '@/components/toaster'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { useUploadQueue } from '@/components/upload-queue/upload-queue-provider'
import { STORY_DATASET } from '@/core/simulator/story-plan.ts'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import type { Formatter } from '@/lib/format/formatter.ts'
import { monthsQuery } from '@/lib/months/list-months.ts'
import { type DemoFile, offerDemoFiles } from '@/lib/uploads/offer-demo-files.ts'

/** Made-up files for visitors without data: one click uploads one, another link downloads it. */
export function DemoFiles({ datasets }: { datasets: Dataset[] }) {
  const { data, isPending } = useQuery(monthsQuery(useSupabase(), STORY_DATASET))
  const offers = offerDemoFiles(data?.months ?? []).filter(
    ({ dataset, month }) =>
      datasets.some(({ slug }) => slug === dataset) &&
      // Which month comes next is not known when the months cannot be read.
      (data !== undefined || month === null),
  )
  if (isPending || offers.length === 0) return null
  return (
    <Card aria-label="Demo files">
      <CardHeader>
        <div>
          <CardTitle>No file at hand?</CardTitle>
          <CardDescription>
            Made-up files that show what happens. Nothing in them is real.
          </CardDescription>
        </div>
      </CardHeader>
      <ul className="mt-3 grid gap-px overflow-hidden rounded-b-lg border-t bg-border sm:grid-cols-2 xl:auto-cols-fr xl:grid-flow-col xl:grid-cols-none">
        {offers.map((file) => (
          <Offer key={file.href} file={file} />
        ))}
        {offers.length === 3 && <li aria-hidden className="bg-raised max-sm:hidden xl:hidden" />}
      </ul>
    </Card>
  )
}

function Offer({ file }: { file: DemoFile }) {
  const format = useFormatter()
  const queue = useUploadQueue()
  const { title, description } = describe(file, format)
  const fetched = useMutation({
    mutationFn: async () => {
      const response = await fetch(file.href)
      if (!response.ok)
        throw new Error('Your session may have ended. Reload the page and try again.')
      return new File([await response.blob()], file.fileName, { type: 'text/csv' })
    },
    onSuccess: (source) => queue.add({ source, dataset: file.dataset }),
    onError: (error) =>
      toast.error(`${file.fileName} could not be fetched`, { description: error.message }),
  })
  return (
    <li className="flex flex-col gap-3 bg-raised px-4 py-4 sm:px-5">
      <div className="grow">
        <h3 className="font-medium">{title}</h3>
        <p className="mt-0.5 text-pretty text-muted-foreground text-xs">{description}</p>
      </div>
      <div className="flex items-center gap-1.5">
        <Button
          variant="outline"
          size="sm"
          disabled={fetched.isPending}
          onClick={() => fetched.mutate()}
          aria-label={`Upload ${file.fileName}`}
        >
          {fetched.isPending ? (
            <LoaderCircleIcon aria-hidden className="animate-spin" />
          ) : (
            <UploadIcon aria-hidden />
          )}
          Upload
        </Button>
        <Button variant="ghost" size="sm" asChild>
          <a href={file.href} download={file.fileName} aria-label={`Download ${file.fileName}`}>
            <DownloadIcon aria-hidden /> Download
          </a>
        </Button>
      </div>
    </li>
  )
}

function describe(
  { kind, month }: DemoFile,
  format: Formatter,
): { title: string; description: string } {
  const name = month === null ? '' : format.month(month)
  switch (kind) {
    case 'month':
      return {
        title: `${name}, the next month`,
        description: 'Transactions without labels, as they come: they are predicted at once.',
      }
    case 'labels':
      return {
        title: `Labels of ${name}`,
        description: 'The same rows, now with what was fraud: precision and recall appear.',
      }
    case 'mistakes':
      return {
        title: 'Every kind of mistake',
        description: 'Good rows with each fault among them: see what is refused and why.',
      }
    case 'ulb':
      return {
        title: 'Another format',
        description: '4,000 labelled rows in the shape of ULB, for a dataset of its own.',
      }
  }
}
