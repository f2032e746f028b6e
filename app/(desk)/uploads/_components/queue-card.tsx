'use client'

import { CircleAlertIcon, FileTextIcon, XIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Alert, AlertDescription, AlertTitle } from '@/components/ui/alert'
import { Badge, type BadgeVariant } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card, CardContent } from '@/components/ui/card'
import { useUploadQueue } from '@/components/upload-queue/upload-queue-provider'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import type { QueueItem, QueueState } from '@/lib/uploads/queue-item.ts'
import { StartUpload } from './start-upload'
import { UploadProgressView } from './upload-progress'
import { UploadResult } from './upload-result'

interface QueueCardProps {
  item: QueueItem
  datasets: Dataset[]
  currentDataset: string | null
  /** True for the last file that has ended. */
  isNewest: boolean
}

/** One file of the queue: what it is called, how it stands, and what can be done about it. */
export function QueueCard({ item, datasets, currentDataset, isNewest }: QueueCardProps) {
  const format = useFormatter()
  const queue = useUploadQueue()
  const { label, variant } = describe(item.state)
  const isSent = ['running', 'waiting', 'paused', 'failed', 'undecided'].includes(item.state.step)
  return (
    <Card aria-label={item.source.name}>
      <div className="flex items-center gap-2.5 border-b px-4 py-3 last:border-b-0 sm:px-5">
        <FileTextIcon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <h2 className="min-w-0 truncate font-medium">{item.source.name}</h2>
        <span className="shrink-0 text-muted-foreground text-xs tabular-nums max-sm:hidden">
          {format.bytes(item.source.size)}
          {item.dataset && ` into ${item.dataset}`}
        </span>
        <span className="ml-auto flex shrink-0 items-center gap-1.5">
          <span role="status">
            <Badge variant={variant}>{label}</Badge>
          </span>
          {!isSent && (
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label={`Take ${item.source.name} off the list`}
              onClick={() => queue.remove(item.id)}
            >
              <XIcon aria-hidden />
            </Button>
          )}
        </span>
      </div>
      <Body item={item} datasets={datasets} currentDataset={currentDataset} isNewest={isNewest} />
    </Card>
  )
}

function Body({ item, datasets, currentDataset, isNewest }: QueueCardProps) {
  const queue = useUploadQueue()
  const { id, state } = item
  switch (state.step) {
    case 'checking':
      return <CardContent className="text-muted-foreground">Reading its first rows…</CardContent>
    case 'refused':
      return (
        <CardContent>
          <Alert variant="error" role="alert">
            <CircleAlertIcon aria-hidden />
            <AlertTitle>This file cannot be used</AlertTitle>
            <AlertDescription>{state.message} Nothing was sent.</AlertDescription>
          </Alert>
        </CardContent>
      )
    case 'chosen':
      return (
        <StartUpload
          item={item}
          datasets={datasets}
          currentDataset={currentDataset}
          onChoose={(dataset) => queue.choose(id, dataset)}
          onStart={(dataset) => queue.start(id, dataset)}
        />
      )
    case 'waiting':
    case 'running':
    case 'paused':
      return (
        <CardContent>
          <UploadProgressView
            state={state}
            onPause={() => queue.pause(id)}
            onResume={() => queue.start(id)}
            onCancel={() => queue.cancel(id)}
          />
        </CardContent>
      )
    case 'failed':
      return (
        <CardContent className="grid gap-4">
          <Alert variant="error" role="alert">
            <CircleAlertIcon aria-hidden />
            <AlertTitle>The upload stopped</AlertTitle>
            <AlertDescription>
              {state.message} Nobody sees anything of it yet, and what arrived is kept.
            </AlertDescription>
          </Alert>
          <div className="flex gap-2">
            <Button onClick={() => queue.start(id)}>Go on</Button>
            <Button variant="outline" onClick={() => queue.cancel(id)}>
              Cancel the upload
            </Button>
          </div>
        </CardContent>
      )
    case 'undecided':
    case 'ended':
      return (
        <UploadResult
          outcome={state.outcome}
          isNewest={isNewest}
          onDecide={(keepGoodRows) => queue.decide(id, keepGoodRows)}
        />
      )
    case 'cancelled':
      return (
        <CardContent className="text-muted-foreground">
          Cancelled. Nothing of the file was kept.
        </CardContent>
      )
  }
}

function describe(state: QueueState): { label: string; variant: BadgeVariant } {
  switch (state.step) {
    case 'checking':
      return { label: 'Checking', variant: 'neutral' }
    case 'refused':
      return { label: 'Refused', variant: 'fraud' }
    case 'chosen':
      return { label: 'Checked', variant: 'accent' }
    case 'waiting':
      return { label: 'Waiting', variant: 'neutral' }
    case 'running':
      return { label: 'Sending', variant: 'accent' }
    case 'paused':
      return { label: 'Paused', variant: 'neutral' }
    case 'failed':
      return { label: 'Stopped', variant: 'fraud' }
    case 'undecided':
      return { label: 'Your decision', variant: 'flagged' }
    case 'cancelled':
      return { label: 'Cancelled', variant: 'neutral' }
    case 'ended':
      return {
        committed: { label: 'Stored', variant: 'legitimate' as const },
        already_committed: { label: 'Here already', variant: 'accent' as const },
        discarded: { label: 'Discarded', variant: 'neutral' as const },
      }[state.outcome.status]
  }
}
