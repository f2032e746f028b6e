'use client'

import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { useFullSupabase } from '@/components/supabase-provider'
import { isActive, type QueueItem } from '@/lib/uploads/queue-item.ts'
import { UploadQueue } from '@/lib/uploads/upload-queue.ts'

const QueueContext = createContext<UploadQueue | null>(null)
const noItems: readonly QueueItem[] = []

/**
 * Keeps the files on their way in while people move between pages; closing the window asks first. What uploading needs
 * is loaded with the first file.
 */
export function UploadQueueProvider({ children }: { children: ReactNode }) {
  const loadClient = useFullSupabase()
  const queryClient = useQueryClient()
  const [queue] = useState(
    () =>
      new UploadQueue({
        async previewFile(source) {
          const { previewFile } = await import('@/lib/uploads/preview-file.ts')
          return previewFile(source, Date.now())
        },
        async uploadFile(request) {
          const { uploadFile } = await import('@/lib/uploads/upload-file.ts')
          return uploadFile({ ...request, client: await loadClient() })
        },
        async discardUpload(uploadId) {
          const { discardUpload } = await import('@/lib/uploads/upload-service.ts')
          return discardUpload(await loadClient(), uploadId)
        },
        now: () => performance.now(),
        onSettled(dataset) {
          for (const queryKey of [
            ['uploads'],
            ['upload'],
            ['datasets'],
            ['months', dataset],
            ['month', dataset],
          ]) {
            void queryClient.invalidateQueries({ queryKey })
          }
        },
      }),
  )
  return (
    <QueueContext value={queue}>
      <LeaveWarning />
      {children}
    </QueueContext>
  )
}

/** The queue of the page's person. */
export function useUploadQueue(): UploadQueue {
  const queue = use(QueueContext)
  if (!queue) throw new Error('The upload queue needs an UploadQueueProvider above.')
  return queue
}

/** The files in the queue, as they stand now. */
export function useQueueItems(): readonly QueueItem[] {
  const queue = useUploadQueue()
  return useSyncExternalStore(queue.subscribe, queue.items, () => noItems)
}

function LeaveWarning() {
  const isBusy = useQueueItems().some(isActive)
  useEffect(() => {
    if (!isBusy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isBusy])
  return null
}
