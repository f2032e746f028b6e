import { isMonth } from '../../month.ts'
import { sparkovLines } from '../sparkov-lines.ts'
import { type StoryScale, storyMonths, storyWorlds } from '../story-plan.ts'
import { everyMistakeLines } from './every-mistake.ts'
import { EVERY_MISTAKE_FILE, ULB_LIKE_FILE } from './file-names.ts'
import { ulbLikeLines } from './ulb-like.ts'

/** Rises when the bytes of any demo file change: caches ask for it. */
export const DEMO_FILES_REVISION = 1

const CHUNK_LENGTH = 64 * 1024

/**
 * The bytes of a demo file, in chunks of some 64 kB; the same name and scale give the same bytes. Files of the story are
 * those that `npm run next-month` uploads. Null for a name that none has.
 */
export function demoFile(
  name: string,
  scale: StoryScale,
): Generator<Uint8Array<ArrayBuffer>> | null {
  const lines = findLines(name, scale)
  return lines === null ? null : inChunks(lines)
}

function findLines(name: string, scale: StoryScale): Iterable<string | Uint8Array> | null {
  if (name === EVERY_MISTAKE_FILE) return everyMistakeLines()
  if (name === ULB_LIKE_FILE) return ulbLikeLines()
  const [, month, labels] = /^(.{7})(-labels)?\.csv$/.exec(name) ?? []
  if (month === undefined || !isMonth(month)) return null
  if (month < storyMonths.first || month > storyMonths.last) return null
  return sparkovLines(
    { ...storyWorlds[scale], from: month, to: month },
    { withLabel: labels !== undefined },
  )
}

function* inChunks(lines: Iterable<string | Uint8Array>): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  let text = ''
  for (const line of lines) {
    if (typeof line === 'string') {
      text += line
      if (text.length < CHUNK_LENGTH) continue
      yield encoder.encode(text)
    } else {
      yield encoder.encode(text)
      yield Uint8Array.from(line)
    }
    text = ''
  }
  if (text !== '') yield encoder.encode(text)
}
