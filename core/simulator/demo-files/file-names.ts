import type { Month } from '../../month.ts'

/** The file of good rows with every kind of mistake among them. */
export const EVERY_MISTAKE_FILE = 'every-mistake.csv'

/** The file in the shape of ulb. */
export const ULB_LIKE_FILE = 'ulb-like.csv'

/** The file with a month's transactions, or with the same rows and their labels; named as the story names them. */
export function storyFileName(month: Month, { withLabel }: { withLabel: boolean }): string {
  return `${month}${withLabel ? '-labels' : ''}.csv`
}
