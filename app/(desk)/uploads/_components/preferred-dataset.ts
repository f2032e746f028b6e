import type { Dataset } from '@/lib/datasets/list-datasets.ts'
import type { QueueItem } from '@/lib/uploads/queue-item.ts'

/** The dataset that a checked file most likely belongs to: the open one, else the one named like the format. */
export function preferredDataset(
  { preview }: Pick<QueueItem, 'preview'>,
  datasets: Dataset[],
  currentDataset: string | null,
): string | null {
  const suitable = datasets.filter(({ profile }) => profile === preview?.profile)
  const found =
    suitable.find(({ slug }) => slug === currentDataset) ??
    suitable.find(({ slug }) => slug === preview?.profile) ??
    suitable[0]
  return found?.slug ?? null
}
