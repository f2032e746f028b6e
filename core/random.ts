/**
 * Seeded random numbers that are the same in every JavaScript engine: integer arithmetic,
 * + - * / and Math.log / Math.sqrt only (Math.sin and Math.cos differ in their last bits).
 * The generator is sfc32 of PractRand (Chris Doty-Humphrey), 128 bits of state. Not cryptographic.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** The same seed gives the same numbers for ever. */
  constructor(seed: number | string) {
    ;[this.#a, this.#b, this.#c] = hashSeed(seed)
    for (let round = 0; round < 15; round++) this.uint32()
  }

  /** A whole number in [0, 2³²). */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** Uniform in [0, 1), 53 bits. */
  next(): number {
    return ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 9_007_199_254_740_992
  }

  /** Uniform in (0, 1): safe under a logarithm. */
  nextPositive(): number {
    for (;;) {
      const value = this.next()
      if (value > 0) return value
    }
  }

  /** A whole number in [0, n). */
  integer(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /**
   * Normally distributed. Ratio of uniforms with quadratic bounds:
   * J. L. Leva, "A fast normal random number generator", ACM TOMS 18(4), 1992.
   */
  normal(mean = 0, standardDeviation = 1): number {
    for (;;) {
      const u = this.nextPositive()
      const v = 1.7156 * (this.next() - 0.5)
      const x = u - 0.449871
      const y = Math.abs(v) + 0.386595
      const q = x * x + y * (0.196 * y - 0.25472 * x)
      if (q < 0.27597 || (q <= 0.27846 && v * v <= -4 * Math.log(u) * u * u)) {
        return mean + (standardDeviation * v) / u
      }
    }
  }

  /** Exponentially distributed with the given rate; its mean is 1 / rate. */
  exponential(rate = 1): number {
    return -Math.log(this.nextPositive()) / rate
  }

  /** One element, each equally likely. Throws RangeError for an empty array. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('Cannot pick from an empty array.')
    return items[this.integer(items.length)] as T
  }

  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1)
      const kept = items[last]
      items[last] = items[other]
      items[other] = kept
    }
    return items
  }
}

/**
 * An independent stream for a part of the work: `derive(seed, 'card', 17)`.
 * What one stream draws never moves another one.
 */
export function derive(seed: number | string, ...keys: (number | string)[]): Random {
  return new Random(JSON.stringify([seed, ...keys]))
}

/** Picks items in proportion to their weights in O(1) (alias method, M. D. Vose, 1991). */
export class WeightedTable<T> {
  readonly #items: readonly T[]
  readonly #keep: Float64Array
  readonly #alias: Int32Array

  /** Weights are finite and not negative, with a positive sum; RangeError otherwise. */
  constructor(items: readonly T[], weights: ArrayLike<number>) {
    const count = items.length
    if (count === 0 || weights.length !== count) {
      throw new RangeError(`Cannot weigh ${count} items with ${weights.length} weights.`)
    }
    let total = 0
    for (let i = 0; i < count; i++) {
      const weight = weights[i]!
      if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`Not a weight: ${weight}.`)
      total += weight
    }
    if (total <= 0) throw new RangeError('Cannot pick: every weight is zero.')
    this.#items = items
    this.#keep = Float64Array.from(weights, (weight) => (weight * count) / total)
    this.#alias = Int32Array.from({ length: count }, (_, i) => i)
    const small: number[] = []
    const large: number[] = []
    for (let i = 0; i < count; i++) (this.#keep[i]! < 1 ? small : large).push(i)
    while (small.length > 0 && large.length > 0) {
      const under = small.pop()!
      const over = large.pop()!
      this.#alias[under] = over
      this.#keep[over]! -= 1 - this.#keep[under]!
      ;(this.#keep[over]! < 1 ? small : large).push(over)
    }
    for (const rest of [...small, ...large]) {
      if (weights[rest]! > 0) this.#keep[rest] = 1
    }
  }

  /** One item, drawn in proportion to its weight. */
  pick(random: Random): T {
    const slot = random.integer(this.#items.length)
    const isKept = random.next() < this.#keep[slot]!
    return this.#items[isKept ? slot : this.#alias[slot]!] as T
  }
}

/** Spreads a seed over 96 bits: MurmurHash3's mixing (Austin Appleby), one lane per word. */
function hashSeed(seed: number | string): [number, number, number] {
  const text = `${typeof seed}:${seed}`
  const lanes: [number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162]
  for (let i = 0; i < text.length; i++) {
    for (let lane = 0; lane < 3; lane++) {
      let mixed = Math.imul(text.charCodeAt(i) + lane, 0xcc9e2d51)
      mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
      const hash = lanes[lane]! ^ mixed
      lanes[lane] = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
    }
  }
  for (let lane = 0; lane < 3; lane++) {
    let hash = lanes[lane]! ^ text.length
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    lanes[lane] = hash ^ (hash >>> 16)
  }
  return lanes
}
