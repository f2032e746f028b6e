'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleAlertIcon, FileTextIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { useSupabase } from '@/components/supabase-provider'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card, CardContent } from '@/components/ui/card'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { DropZone } from './drop-zone'
import { StartUpload } from './start-upload'
import { UploadProgressView } from './upload-progress'
import { UploadResult } from './upload-result'
import { useUpload } from './use-upload'

/** What the page says about a data format. */
export interface FileFormat {
  slug: string
  title: string
  columns: string[]
}

/** From a dropped file to its result, one step at a time. */
export function UploadPanel({
  formats,
  currentDataset,
}: {
  formats: FileFormat[]
  currentDataset: string | null
}) {
  const [state, actions] = useUpload()
  const { data: datasets } = useSuspenseQuery(datasetsQuery(useSupabase()))

  switch (state.step) {
    case 'idle':
      return <DropZone formats={formats} onFile={actions.choose} />
    case 'checking':
      return (
        <Panel file={state.file}>
          <p role="status" className="text-muted-foreground">
            Looking at its header…
          </p>
        </Panel>
      )
    case 'chosen':
      return (
        <Panel file={state.file}>
          <StartUpload
            head={state.head}
            datasets={datasets}
            currentDataset={currentDataset}
            onStart={actions.start}
            onCancel={actions.reset}
          />
        </Panel>
      )
    case 'running':
      return (
        <Panel file={state.file}>
          <UploadProgressView progress={state.progress} onCancel={actions.cancel} />
        </Panel>
      )
    case 'failed': {
      const { dataset } = state
      return (
        <Panel file={state.file}>
          <Alert variant="error" role="alert">
            <CircleAlertIcon aria-hidden />
            <AlertTitle>{dataset ? 'The upload stopped' : 'This file cannot be used'}</AlertTitle>
            <AlertDescription>
              {state.message} {dataset ? 'Nothing is visible of it yet.' : 'Nothing was stored.'}
            </AlertDescription>
          </Alert>
          <div className="mt-4 flex gap-2">
            {dataset && <Button onClick={() => actions.start(dataset)}>Go on</Button>}
            <Button variant={dataset ? 'outline' : 'default'} onClick={actions.reset}>
              Choose another file
            </Button>
          </div>
        </Panel>
      )
    }
    case 'ended':
      return (
        <Panel file={state.file}>
          <UploadResult
            outcome={state.outcome}
            currency={
              datasets.find(({ slug }) => slug === state.outcome.dataset)?.currency ?? 'USD'
            }
            onDecide={(keepGoodRows) => actions.start(state.dataset, keepGoodRows)}
            onReset={actions.reset}
          />
        </Panel>
      )
  }
}

function Panel({ file, children }: { file: File; children: ReactNode }) {
  const format = useFormatter()
  return (
    <Card>
      <div className="flex items-center gap-2.5 border-b px-4 py-3 sm:px-5">
        <FileTextIcon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <span className="truncate font-medium">{file.name}</span>
        <span className="shrink-0 text-muted-foreground text-xs tabular-nums">
          {format.bytes(file.size)}
        </span>
      </div>
      <CardContent>{children}</CardContent>
    </Card>
  )
}
