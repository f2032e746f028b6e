'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import { Page, PageHeader } from '@/components/page-header'
import { useSupabase } from '@/components/supabase-provider'
import { useQueueItems, useUploadQueue } from '@/components/upload-queue/upload-queue-provider'
import { chooseDataset } from '@/lib/datasets/last-dataset.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { DemoFiles } from './demo-files'
import { DropZone, type FileFormat, type FileLimits } from './drop-zone'
import { QueueList } from './queue-list'
import { UploadHistory } from './upload-history'

/** The uploads page, from what the server has read. */
export function UploadsView({
  formats,
  limits,
  lastDataset,
}: {
  formats: FileFormat[]
  limits: FileLimits
  /** Slug of the dataset that was open last; nothing for a first visit. */
  lastDataset: string | undefined
}) {
  const queue = useUploadQueue()
  const items = useQueueItems()
  const { data: datasets } = useSuspenseQuery(datasetsQuery(useSupabase()))
  const currentDataset = chooseDataset(datasets, lastDataset)
  return (
    <Page>
      <PageHeader
        title="Uploads"
        description="Files of card transactions. Nobody sees a row until the whole file has been checked."
      />
      <DropZone
        formats={formats}
        limits={limits}
        isCompact={items.length > 0}
        onFiles={(files) => {
          for (const source of files) queue.add({ source })
        }}
      />
      {items.length > 0 && (
        <QueueList items={items} datasets={datasets} currentDataset={currentDataset} />
      )}
      <DemoFiles datasets={datasets} />
      <UploadHistory datasets={datasets} />
    </Page>
  )
}
