/** How fast an upload goes. Null until there is enough to tell. */
export interface Pace {
  bytesPerSecond: number
  rowsPerSecond: number
  secondsLeft: number
}

interface Moment {
  at: number
  bytes: number
  rows: number
}

/** Seconds of the past that the pace is taken from: long enough for a few parts, short enough to notice a change. */
const WINDOW_MS = 15_000
const SHORTEST_MS = 400

/** Follows the progress of one upload. Times are milliseconds of any clock that does not go back. */
export class PaceMeter {
  #moments: Moment[] = []

  /** Notes how far the upload is, and tells its pace over the last seconds. */
  add(at: number, bytes: number, rows: number, bytesTotal: number): Pace | null {
    const latest = this.#moments.at(-1)
    // Parts that must be ingested again take progress back.
    if (latest !== undefined && bytes < latest.bytes) this.#moments = []
    this.#moments.push({ at, bytes, rows })
    while (this.#moments.length > 2 && at - this.#moments[1]!.at > WINDOW_MS) this.#moments.shift()
    const first = this.#moments[0]!
    const elapsedMs = at - first.at
    if (elapsedMs < SHORTEST_MS || bytes <= first.bytes) return null
    const bytesPerSecond = ((bytes - first.bytes) / elapsedMs) * 1000
    return {
      bytesPerSecond,
      rowsPerSecond: ((rows - first.rows) / elapsedMs) * 1000,
      secondsLeft: Math.max(0, bytesTotal - bytes) / bytesPerSecond,
    }
  }
}
