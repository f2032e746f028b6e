/**
 * Seeds of the simulation's many small random streams. Every stream belongs to one card (or one
 * month) and one day and purpose, so any month can be generated without the ones before it.
 */

/** Mixes 32 bits so that close inputs give unrelated outputs: MurmurHash3's finaliser (Austin Appleby). */
export function mix32(value: number): number {
  let hash = value | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A whole number in [0, 2³²) that stands for the stream of `purpose` on `day` (or in a month). */
export function streamSeed(ownerSeed: number, day: number, purpose: number): number {
  return mix32(mix32(ownerSeed + Math.imul(day, 0x9e3779b1)) ^ Math.imul(purpose + 1, 0x85ebca77))
}

/** The same as a number in [0, 1), for one decision that needs no stream of its own. */
export function streamUniform(ownerSeed: number, day: number, purpose: number): number {
  return streamSeed(ownerSeed, day, purpose) / 4_294_967_296
}

/** What a stream is for. Each purpose draws from numbers of its own. */
export const streamPurpose = {
  purchaseCount: 0,
  purchases: 1,
  spree: 2,
  trip: 3,
  fraudEpisode: 4,
  breach: 5,
  breachVictim: 6,
} as const
