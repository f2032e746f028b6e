/** How the memory of one process went. Megabytes of 1,048,576 bytes. */
export interface MemoryTrend {
  /** Median of the first third of the samples after a quarter of the time, in which everything warms up. */
  earlyMb: number
  /** Median of the last third. */
  lateMb: number
  /** Median of the slopes between all pairs of these samples (Theil and Sen). */
  slopeMbPerMinute: number
  isStable: boolean
}

/** A sample of all processes: bytes by name, and when it was taken, in milliseconds. */
export interface MemorySample {
  atMs: number
  bytes: Record<string, number>
}

/** What a process may grow to between the first and the last third: a fifth more, and 48 MB for heaps that breathe. */
const mayGrowTo = (earlyMb: number) => earlyMb * 1.2 + 48

/** The trend of every process of the first sample. */
export function findMemoryTrends(samples: readonly MemorySample[]): Record<string, MemoryTrend> {
  const warm = samples.slice(Math.floor(samples.length / 4))
  const third = Math.ceil(warm.length / 3)
  return Object.fromEntries(
    Object.keys(samples[0]?.bytes ?? {}).map((name) => {
      const points = warm.map(({ atMs, bytes }) => ({
        minute: atMs / 60_000,
        mb: (bytes[name] ?? 0) / 1_048_576,
      }))
      const earlyMb = Math.round(median(points.slice(0, third).map(({ mb }) => mb)))
      const lateMb = Math.round(median(points.slice(-third).map(({ mb }) => mb)))
      const slopes = points.flatMap((a, at) =>
        points.slice(at + 1).map((b) => (b.mb - a.mb) / (b.minute - a.minute)),
      )
      const slopeMbPerMinute = Math.round(median(slopes) * 100) / 100
      return [name, { earlyMb, lateMb, slopeMbPerMinute, isStable: lateMb <= mayGrowTo(earlyMb) }]
    }),
  )
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
