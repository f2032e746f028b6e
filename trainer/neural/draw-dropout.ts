import type { Random } from '../../core/random.ts'

/**
 * Factors of dropout (N. Srivastava et al., JMLR 15, 2014): 0 for a share of the units, 1 / (1 − share) for the others,
 * so that their sum keeps its expectation. The share is rounded to 1/256: four units are drawn from one number, each
 * by a look into a table, since a branch on chance is mispredicted.
 */
export function drawDropout(random: Random, count: number, share: number): Float32Array {
  const silenced = Math.round(share * 256)
  const factorOf = new Float32Array(256).fill(256 / (256 - silenced), silenced)
  const factors = new Float32Array(count)
  const whole = count - (count % 4)
  for (let i = 0; i < whole; i += 4) {
    const bits = random.uint32()
    factors[i] = factorOf[bits & 255]!
    factors[i + 1] = factorOf[(bits >>> 8) & 255]!
    factors[i + 2] = factorOf[(bits >>> 16) & 255]!
    factors[i + 3] = factorOf[bits >>> 24]!
  }
  if (whole < count) {
    const bits = random.uint32()
    for (let i = whole; i < count; i++) factors[i] = factorOf[(bits >>> (8 * (i - whole))) & 255]!
  }
  return factors
}
