import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Month } from '../../core/month.ts'
import { sparkovLines } from '../../core/simulator/sparkov-lines.ts'
import { type StoryScale, storyHistory, storyWorlds } from '../../core/simulator/story-plan.ts'

/** Where to write, and how big a story. */
export interface StoryFileOptions {
  folder: string
  scale: StoryScale
  signal?: AbortSignal | undefined
}

/** A file of the story, complete on disk. */
export interface StoryFile {
  path: string
  /** Rows below the header. */
  rowCount: number
}

const CHUNK_LENGTH = 64 * 1024

/** Writes `history-2017-01-to-2018-12.csv`, with labels. */
export function writeHistoryFile(options: StoryFileOptions): Promise<StoryFile> {
  const { from, to } = storyHistory
  return writeStoryFile(options, `history-${from}-to-${to}.csv`, from, to, true)
}

/** Writes a month's transactions without labels, as `2019-03.csv`. */
export function writeMonthFile(options: StoryFileOptions, month: Month): Promise<StoryFile> {
  return writeStoryFile(options, `${month}.csv`, month, month, false)
}

/** Writes the same transactions with their labels, as `2019-03-labels.csv`. */
export function writeLabelsFile(options: StoryFileOptions, month: Month): Promise<StoryFile> {
  return writeStoryFile(options, `${month}-labels.csv`, month, month, true)
}

async function writeStoryFile(
  { folder, scale, signal }: StoryFileOptions,
  name: string,
  from: Month,
  to: Month,
  withLabel: boolean,
): Promise<StoryFile> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, name)
  // A file under its own name is always whole: it is renamed when the last byte is written.
  const unfinished = `${path}.unfinished`
  // The header is no row.
  let rowCount = -1
  async function* chunks(): AsyncGenerator<string> {
    let text = ''
    for (const line of sparkovLines({ ...storyWorlds[scale], from, to }, { withLabel })) {
      text += line
      rowCount++
      if (text.length < CHUNK_LENGTH) continue
      yield text
      text = ''
    }
    yield text
  }
  try {
    await pipeline(chunks, createWriteStream(unfinished), signal ? { signal } : {})
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return { path, rowCount }
}
