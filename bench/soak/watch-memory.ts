import { setTimeout as sleep } from 'node:timers/promises'
import { measureLiveHeap } from './live-heap.ts'
import { findProcesses, measureMemory } from './measure-memory.ts'
import { findMemoryTrend, type MemoryReading, type MemoryTrend } from './memory-trend.ts'

/** The memory of one process, or of processes of one kind. */
export interface WatchedMemory {
  /** All that it holds for itself at the first and the last reading, in megabytes. */
  heldMb: { first: number; last: number; most: number }
  /** What the verdict looks at: what is left after a garbage collection, where the process can be asked for one. */
  judgedBy: 'live heap' | 'held memory'
  /** Null when it did not live long enough to have one. */
  trend: MemoryTrend | null
}

/** Readings of the memory of a running product. */
export interface MemoryWatch {
  stop(): Promise<Record<string, WatchedMemory>>
}

const HEAP_READINGS = 30
/** A process that was asked less often, because something else was looking into it, is judged by what it holds. */
const HEAP_READINGS_NEEDED = 24
const MEMORY_READINGS = 120

/** Reads the memory of everything that listens on the given ports for that many seconds, or until it is stopped. */
export function watchMemory(ports: Record<string, number>, seconds: number): MemoryWatch {
  const ending = new AbortController()
  const startedAt = performance.now()
  const held: Record<string, MemoryReading[]> = {}
  const live: Record<string, MemoryReading[]> = {}
  const note = (into: Record<string, MemoryReading[]>, name: string, bytes: number) => {
    into[name] ??= []
    into[name].push({ atMs: performance.now() - startedAt, bytes })
  }
  const repeat = async (count: number, read: () => Promise<void> | void) => {
    for (let number = 1; !ending.signal.aborted; number++) {
      await read()
      const dueMs = startedAt + (number * seconds * 1000) / count - performance.now()
      await sleep(Math.max(dueMs, 0), undefined, { signal: ending.signal }).catch(() => {})
    }
  }
  const watching = Promise.all([
    repeat(MEMORY_READINGS, () => {
      for (const [name, pids] of Object.entries(findProcesses(ports)))
        note(held, name, measureMemory(pids))
    }),
    repeat(HEAP_READINGS, async () => {
      for (const [name, [pid]] of Object.entries(findProcesses(ports))) {
        const bytes = name in ports ? await measureLiveHeap(pid!).catch(() => null) : null
        if (bytes !== null) note(live, name, bytes)
      }
    }),
  ])
  return {
    async stop() {
      ending.abort()
      await watching
      return Object.fromEntries(
        Object.entries(held).map(([name, readings]) => [
          name,
          describe(readings, live[name], seconds * 1000),
        ]),
      )
    },
  }
}

function describe(
  held: readonly MemoryReading[],
  live: readonly MemoryReading[] | undefined,
  wholeMs: number,
): WatchedMemory {
  const megabytes = held.map(({ bytes }) => Math.round(bytes / 1_048_576))
  const judged = live && live.length >= HEAP_READINGS_NEEDED ? live : held
  // A program that came and went, as a training, has no trend.
  const isThere = held.at(-1)!.atMs - held[0]!.atMs > wholeMs * 0.9
  return {
    heldMb: { first: megabytes[0]!, last: megabytes.at(-1)!, most: Math.max(...megabytes) },
    judgedBy: judged === live ? 'live heap' : 'held memory',
    trend: isThere ? findMemoryTrend(judged) : null,
  }
}
