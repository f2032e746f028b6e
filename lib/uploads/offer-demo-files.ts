import { addMonths, type Month } from '../../core/month.ts'
import {
  EVERY_MISTAKE_FILE,
  storyFileName,
  ULB_LIKE_FILE,
} from '../../core/simulator/demo-files/file-names.ts'
import {
  STORY_DATASET,
  type StoryScale,
  storyHistory,
  storyMonths,
} from '../../core/simulator/story-plan.ts'
import type { MonthRow } from '../months/list-months.ts'

/** A made-up file that a visitor may upload. */
export interface DemoFile {
  kind: 'month' | 'labels' | 'mistakes' | 'ulb'
  fileName: string
  /** Where it is served, for people who are signed in. */
  href: string
  /** Slug of the dataset that it is made for. */
  dataset: string
  /** Null for files that belong to no month of the story. */
  month: Month | null
}

type LoadedMonth = Pick<MonthRow, 'month' | 'transactionCount' | 'labelledCount'>

/** The small story has some 1,400 rows a month, the full one some 13,000. */
const SMALL_MONTH_ROWS = 5_000

/**
 * The files that make sense next: the month that the story has not told yet, the labels of the earliest month that
 * waits for them, and two that always do. `months` are those of the story's dataset.
 */
export function offerDemoFiles(months: readonly LoadedMonth[]): DemoFile[] {
  const scale = findScale(months)
  const told = months.filter(({ month }) => month >= storyMonths.first && month <= storyMonths.last)
  const latest = told.at(-1)?.month
  const next = latest === undefined ? storyMonths.first : addMonths(latest, 1)
  const waiting = told.find((row) => row.labelledCount < row.transactionCount)?.month
  const offers: DemoFile[] = []
  if (next <= storyMonths.last) offers.push(storyFile('month', next, scale))
  if (waiting !== undefined) offers.push(storyFile('labels', waiting, scale))
  offers.push(
    offer('mistakes', EVERY_MISTAKE_FILE, STORY_DATASET, null, ''),
    offer('ulb', ULB_LIKE_FILE, 'ulb', null, ''),
  )
  return offers
}

function findScale(months: readonly LoadedMonth[]): StoryScale {
  const last = months.find(({ month }) => month === storyHistory.to)
  return last !== undefined && last.transactionCount < SMALL_MONTH_ROWS ? 'small' : 'full'
}

function storyFile(kind: 'month' | 'labels', month: Month, scale: StoryScale): DemoFile {
  const fileName = storyFileName(month, { withLabel: kind === 'labels' })
  return offer(kind, fileName, STORY_DATASET, month, scale === 'small' ? '?story=small' : '')
}

function offer(
  kind: DemoFile['kind'],
  fileName: string,
  dataset: string,
  month: Month | null,
  query: string,
): DemoFile {
  return { kind, fileName, href: `/api/demo-files/${fileName}${query}`, dataset, month }
}
