'use client'

import { Button } from '@/components/ui/button'
import { useUploadQueue } from '@/components/upload-queue/upload-queue-provider'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import type { QueueItem } from '@/lib/uploads/queue-item.ts'
import { preferredDataset } from './preferred-dataset'
import { QueueCard } from './queue-card'

/** The files that were chosen, each with how it stands; they are uploaded one after the other. */
export function QueueList({
  items,
  datasets,
  currentDataset,
}: {
  items: readonly QueueItem[]
  datasets: Dataset[]
  currentDataset: string | null
}) {
  const queue = useUploadQueue()
  const chosen = items.filter(({ state }) => state.step === 'chosen')
  const done = items.filter(({ state }) => ['ended', 'cancelled', 'refused'].includes(state.step))
  const newestId = items.findLast(({ state }) => state.step === 'ended')?.id
  return (
    <section aria-label="Files on their way" className="grid gap-3">
      {(chosen.length > 1 || done.length > 1) && (
        <div className="flex flex-wrap items-center justify-end gap-2">
          {done.length > 1 && (
            <Button
              variant="ghost"
              size="sm"
              onClick={() => {
                for (const { id } of done) queue.remove(id)
              }}
            >
              Clear what is done
            </Button>
          )}
          {chosen.length > 1 && (
            <Button
              size="sm"
              onClick={() => {
                for (const item of chosen) {
                  const dataset = item.dataset ?? preferredDataset(item, datasets, currentDataset)
                  if (dataset) queue.start(item.id, dataset)
                }
              }}
            >
              Upload all {chosen.length}, one after the other
            </Button>
          )}
        </div>
      )}
      <ul className="grid gap-3">
        {items.map((item) => (
          <li key={item.id} className="min-w-0">
            <QueueCard
              item={item}
              datasets={datasets}
              currentDataset={currentDataset}
              isNewest={item.id === newestId}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
