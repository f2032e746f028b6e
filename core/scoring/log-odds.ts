/** Probabilities closer than this to 0 or 1 are moved to it before their log-odds are taken. */
export const SMALLEST_PROBABILITY = 1e-7

// ln 2 in two parts, the first with zeros at its end so that k * LN2_HIGH is exact (fdlibm).
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** 1 / n! for n = 13 … 0. */
const inverseFactorials = Float64Array.from({ length: 14 }, (_, i) => {
  let factorial = 1
  for (let n = 2; n <= 13 - i; n++) factorial *= n
  return 1 / factorial
})

/** 2^k for k = -1022 … 1023, exact. */
const powersOfTwo = new Float64Array(2046)
for (let k = 0, up = 1; k <= 1023; k++, up *= 2) powersOfTwo[k + 1022] = up
for (let k = 0, down = 1; k <= 1022; k++, down /= 2) powersOfTwo[1022 - k] = down

const double = new Float64Array(1)
const doubleWords = new Uint32Array(double.buffer)

/**
 * e^x by argument reduction (x = k ln 2 + r, |r| ≤ ln 2 / 2) and the Taylor series of e^r to r^13.
 * Uses + - * alone, which IEEE 754 fixes to the last bit, where Math.exp may differ between engines.
 * Relative error below 1e-15; saturates at 0 and Infinity.
 */
export function exp(x: number): number {
  if (x > 709) return Infinity
  if (x < -708) return 0
  const k = Math.round(x * Math.LOG2E)
  const r = x - k * LN2_HIGH - k * LN2_LOW
  let sum = inverseFactorials[0]!
  for (let i = 1; i < 14; i++) sum = sum * r + inverseFactorials[i]!
  return sum * powersOfTwo[k + 1022]!
}

/**
 * Natural logarithm of a positive normal number: x = m 2^k with m in [√½, √2], and
 * ln m = 2 artanh((m - 1) / (m + 1)) as a series. The same bits in every engine, as exp.
 */
export function log(x: number): number {
  double[0] = x
  let k = (doubleWords[1]! >>> 20) - 1023
  doubleWords[1] = (doubleWords[1]! & 0xfffff) | 0x3ff00000
  let m = double[0]
  if (m > Math.SQRT2) {
    m /= 2
    k += 1
  }
  const s = (m - 1) / (m + 1)
  const square = s * s
  let sum = 0
  for (let n = 25; n >= 1; n -= 2) sum = sum * square + 1 / n
  return k * LN2_HIGH + (2 * s * sum + k * LN2_LOW)
}

/** Probability of log-odds: 1 / (1 + e^-x). */
export function sigmoid(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + exp(-logOdds))
  const e = exp(logOdds)
  return e / (1 + e)
}

/** Log-odds of a probability, which is kept away from 0 and 1 by SMALLEST_PROBABILITY. */
export function logOddsOf(probability: number): number {
  const p = Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY)
  return log(p / (1 - p))
}
