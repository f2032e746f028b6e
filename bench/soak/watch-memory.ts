import { setTimeout as sleep } from 'node:timers/promises'
import { openHeap } from './live-heap.ts'
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
/** An app that could be asked less often is judged by what it holds. */
const HEAP_READINGS_NEEDED = 24
const MEMORY_READINGS = 120

/**
 * Reads the memory of everything that listens on the given ports for that many seconds, or until it is stopped. The app
 * among them is asked to collect its garbage.
 */
export async function watchMemory(
  ports: Record<string, number>,
  seconds: number,
): Promise<MemoryWatch> {
  const [app] = findProcesses(ports).app ?? []
  const heap = app === undefined ? null : await openHeap(app)
  const ending = new AbortController()
  const startedAt = performance.now()
  const held: Record<string, HeldMemory[]> = {}
  const live: MemoryReading[] = []
  const repeat = async (count: number, read: () => Promise<void> | void) => {
    for (let number = 1; !ending.signal.aborted; number++) {
      await read()
      const dueMs = startedAt + (number * seconds * 1000) / count - performance.now()
      await sleep(Math.max(dueMs, 0), undefined, { signal: ending.signal }).catch(() => {})
    }
  }
  const watching = Promise.all([
    repeat(MEMORY_READINGS, () => {
      for (const [name, pids] of Object.entries(findProcesses(ports))) {
        held[name] ??= []
        held[name].push({
          atMs: performance.now() - startedAt,
          byPid: new Map(pids.map((pid) => [pid, measureMemory(pid)])),
        })
      }
    }),
    repeat(HEAP_READINGS, async () => {
      const bytes = (await heap?.measure().catch(() => null)) ?? null
      if (bytes !== null) live.push({ atMs: performance.now() - startedAt, bytes })
    }),
  ])
  return {
    async stop() {
      ending.abort()
      await watching
      await heap?.close().catch(() => {})
      return Object.fromEntries(
        Object.entries(held).map(([name, readings]) => [
          name,
          describe(readings, name === 'app' ? live : [], seconds * 1000),
        ]),
      )
    },
  }
}

/** A reading of processes of one name. */
interface HeldMemory {
  atMs: number
  byPid: Map<number, number>
}

function describe(
  held: readonly HeldMemory[],
  live: readonly MemoryReading[],
  wholeMs: number,
): WatchedMemory {
  const megabytes = held.map(({ byPid }) => Math.round(sum(byPid.values()) / 1_048_576))
  const isAsked = live.length >= HEAP_READINGS_NEEDED
  // A program that came and went, as a training, has no trend.
  const isThere = held.at(-1)!.atMs - held[0]!.atMs > wholeMs * 0.9
  return {
    heldMb: { first: megabytes[0]!, last: megabytes.at(-1)!, most: Math.max(...megabytes) },
    judgedBy: isAsked ? 'live heap' : 'held memory',
    trend: isThere ? findMemoryTrend(isAsked ? live : withoutNewcomers(held)) : null,
  }
}

/** What the processes hold that are there throughout the second half: another connection of Postgres is no growth. */
function withoutNewcomers(held: readonly HeldMemory[]): MemoryReading[] {
  const later = held.slice(held.length >> 1)
  const lasting = [...later[0]!.byPid.keys()].filter((pid) =>
    later.every(({ byPid }) => byPid.has(pid)),
  )
  return held.map(({ atMs, byPid }) => ({
    atMs,
    bytes: sum(lasting.map((pid) => byPid.get(pid) ?? 0)),
  }))
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
