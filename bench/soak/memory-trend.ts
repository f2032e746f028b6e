/** A reading of one process: bytes, and when it was taken, in milliseconds. */
export interface MemoryReading {
  atMs: number
  bytes: number
}

/** How the memory of one process went in the second half of its readings. Megabytes of 1,048,576 bytes. */
export interface MemoryTrend {
  firstMb: number
  lastMb: number
  /** Growth as it would be in an hour, and the interval that holds it in 95 of 100 cases. */
  mbPerHour: { estimate: number; atLeast: number; atMost: number }
  /** False when, even at the lower end of the interval, it grew by more in that time than a process may. */
  isStable: boolean
}

const BLOCKS = 12
/** Of the normal distribution, for 95 %. */
const Z = 1.96

/**
 * What a warm process may still grow by in the second half: a twentieth, and 8 MB. Each connection of Postgres fills its
 * caches by itself, and Deno's heap is small.
 */
const mayGrowBy = (mb: number) => mb / 20 + 8

/**
 * The trend of one process, without the first half of its readings, in which code is compiled and caches fill. Memory
 * under a garbage collector is a saw, whose lower edge says what is held: so the rest is cut into twelve blocks of time,
 * each stands for its lowest reading, and the slope is the median of those between all pairs of blocks (Theil 1950),
 * with the interval of Sen (1968, Journal of the American Statistical Association 63, 1379). Null for fewer readings.
 */
export function findMemoryTrend(readings: readonly MemoryReading[]): MemoryTrend | null {
  const warm = readings.slice(readings.length >> 1)
  if (warm.length < BLOCKS) return null
  const points = Array.from({ length: BLOCKS }, (_, block) => {
    const from = Math.round((block * warm.length) / BLOCKS)
    const to = Math.round(((block + 1) * warm.length) / BLOCKS)
    const lowest = warm.slice(from, to).reduce((a, b) => (b.bytes < a.bytes ? b : a))
    return { hour: lowest.atMs / 3_600_000, mb: lowest.bytes / 1_048_576 }
  })
  const slopes = points
    .flatMap((a, at) => points.slice(at + 1).map((b) => (b.mb - a.mb) / (b.hour - a.hour)))
    .sort((a, b) => a - b)
  const spread = Z * Math.sqrt((BLOCKS * (BLOCKS - 1) * (2 * BLOCKS + 5)) / 18)
  const lower = Math.floor((slopes.length - spread) / 2)
  const estimate = (slopes[(slopes.length - 1) >> 1]! + slopes[slopes.length >> 1]!) / 2
  const lastMb = points.at(-1)!.mb
  const grownMb = slopes[lower]! * (points.at(-1)!.hour - points[0]!.hour)
  return {
    firstMb: round(points[0]!.mb),
    lastMb: round(lastMb),
    mbPerHour: {
      estimate: round(estimate),
      atLeast: round(slopes[lower]!),
      atMost: round(slopes[slopes.length - 1 - lower]!),
    },
    isStable: grownMb <= mayGrowBy(lastMb),
  }
}

const round = (mb: number) => Math.round(mb * 10) / 10
