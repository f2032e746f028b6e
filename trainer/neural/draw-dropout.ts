import type { Random } from '../../core/random.ts'

/**
 * Factors of dropout (N. Srivastava et al., JMLR 15, 2014): 0 for a share of the units, 1 / (1 − share) for the others,
 * so that their sum keeps its expectation. The share is rounded to 1/256: four units are drawn from one number.
 */
export function drawDropout(random: Random, count: number, share: number): Float32Array {
  const silenced = Math.round(share * 256)
  const factor = 256 / (256 - silenced)
  const factors = new Float32Array(count)
  for (let i = 0; i < count; i += 4) {
    const bits = random.uint32()
    for (let k = 0; k < 4 && i + k < count; k++) {
      if (((bits >>> (8 * k)) & 255) >= silenced) factors[i + k] = factor
    }
  }
  return factors
}
