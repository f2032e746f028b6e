const C1 = 0x239b961b
const C2 = 0xab0e9789
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93
/** Between cells: the unit separator of ASCII, which no cell of a table contains by chance. */
const SEPARATOR = 31

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * The 128-bit fingerprint of a row, as uuid text: equal for equal cells, different for different ones but
 * for chance (2⁻¹²⁸ a pair). It recognises a row that is uploaded again; it is not cryptographic, and
 * keeps nothing secret.
 *
 * `cells` are the row's canonical cells: the profile's columns in the profile's order, unquoted and
 * trimmed, without label, index and ignored columns. So the same row counts as the same whatever the order
 * of its columns, its quoting and its label.
 *
 * MurmurHash3_x86_128 (Appleby, public domain) over 32-bit words that each hold two UTF-16 units, low unit
 * first; a unit 31 follows every cell, and the tail is padded with zeros. Stored fingerprints depend on it:
 * it must not change.
 */
export function fingerprintRow(cells: readonly string[]): string {
  let h1 = 0
  let h2 = 0
  let h3 = 0
  let h4 = 0
  let lane = 0
  let low = -1
  let units = 0

  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]!
    const length = cell.length
    units += length + 1
    for (let position = 0; position <= length; position++) {
      const unit = position < length ? cell.charCodeAt(position) : SEPARATOR
      if (low < 0) {
        low = unit
        continue
      }
      const word = low | (unit << 16)
      low = -1
      if (lane === 0) {
        h1 ^= scramble(word, C1, 15, C2)
        h1 = ((h1 << 19) | (h1 >>> 13)) + h2
        h1 = (Math.imul(h1, 5) + 0x561ccd1b) | 0
        lane = 1
      } else if (lane === 1) {
        h2 ^= scramble(word, C2, 16, C3)
        h2 = ((h2 << 17) | (h2 >>> 15)) + h3
        h2 = (Math.imul(h2, 5) + 0x0bcaa747) | 0
        lane = 2
      } else if (lane === 2) {
        h3 ^= scramble(word, C3, 17, C4)
        h3 = ((h3 << 15) | (h3 >>> 17)) + h4
        h3 = (Math.imul(h3, 5) + 0x96cd1c35) | 0
        lane = 3
      } else {
        h4 ^= scramble(word, C4, 18, C1)
        h4 = ((h4 << 13) | (h4 >>> 19)) + h1
        h4 = (Math.imul(h4, 5) + 0x32ac3b17) | 0
        lane = 0
      }
    }
  }
  if (low >= 0) {
    if (lane === 0) h1 ^= scramble(low, C1, 15, C2)
    else if (lane === 1) h2 ^= scramble(low, C2, 16, C3)
    else if (lane === 2) h3 ^= scramble(low, C3, 17, C4)
    else h4 ^= scramble(low, C4, 18, C1)
  }

  h1 ^= units
  h2 ^= units
  h3 ^= units
  h4 ^= units
  h1 = (h1 + h2 + h3 + h4) | 0
  h2 = (h2 + h1) | 0
  h3 = (h3 + h1) | 0
  h4 = (h4 + h1) | 0
  h1 = finish(h1)
  h2 = finish(h2)
  h3 = finish(h3)
  h4 = finish(h4)
  h1 = (h1 + h2 + h3 + h4) | 0
  h2 = (h2 + h1) | 0
  h3 = (h3 + h1) | 0
  h4 = (h4 + h1) | 0
  return `${word(h1)}-${half(h2 >>> 16)}-${half(h2)}-${half(h3 >>> 16)}-${half(h3)}${word(h4)}`
}

function scramble(word: number, first: number, turn: number, second: number): number {
  const product = Math.imul(word, first)
  return Math.imul((product << turn) | (product >>> (32 - turn)), second)
}

function finish(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

function half(value: number): string {
  return HEX[(value >>> 8) & 255]! + HEX[value & 255]!
}

function word(value: number): string {
  return half(value >>> 16) + half(value)
}
