import type { Dataset } from './list-datasets.ts'

/** Cookie that remembers the dataset that was open last. */
export const LAST_DATASET_COOKIE = 'dataset'

/** Where to stand when the address names no dataset: the one that was open last, else the first with data. */
export function chooseDataset(
  datasets: readonly Dataset[],
  last: string | undefined,
): string | null {
  const known = datasets.find(({ slug }) => slug === last)
  const filled = datasets.find(({ monthCount }) => monthCount > 0)
  return (known ?? filled ?? datasets[0])?.slug ?? null
}
