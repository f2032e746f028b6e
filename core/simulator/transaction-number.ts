import { mix32 } from './stream-seed.ts'

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * The sparkov format's `trans_num`, 32 hexadecimal digits, of the nth transaction of a day. A
 * Feistel network (Luby and Rackoff, 1988) permutes the pair (day, position), so no two
 * transactions of a world share a number.
 */
export function transactionNumber(seed: number, day: number, position: number): string {
  let left = day >>> 0
  let right = position >>> 0
  for (let round = 0; round < 4; round++) {
    const next = (left ^ mix32(right + Math.imul(seed ^ round, 0x9e3779b1))) >>> 0
    left = right
    right = next
  }
  return hex(left) + hex(right) + hex(mix32(left ^ 0x243f6a88)) + hex(mix32(right ^ 0xb7e15162))
}

function hex(word: number): string {
  return (
    hexBytes[word >>> 24]! +
    hexBytes[(word >>> 16) & 255]! +
    hexBytes[(word >>> 8) & 255]! +
    hexBytes[word & 255]!
  )
}
