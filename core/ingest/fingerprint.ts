import { COMMA } from './ascii.ts'

const C1 = 0x239b961b
const C2 = 0xab0e9789
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93
/** Follows every cell: the unit separator of ASCII, which no cell of a table contains by chance. */
const SEPARATOR = 31
const BLOCK_UNITS = 8

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

let units = new Uint16Array(4096)

/**
 * The 128-bit fingerprint of a row, as uuid text: equal for equal cells, different for different ones but
 * for chance (2⁻¹²⁸ a pair). It recognises a row that is uploaded again; it is not cryptographic, and
 * keeps nothing secret.
 *
 * `cells` are the row's canonical cells: the profile's columns in the profile's order, unquoted and
 * trimmed, without label, index and ignored columns. So the same row counts as the same whatever the order
 * of its columns, its quoting and its label.
 *
 * MurmurHash3_x86_128 (Appleby, public domain) with seed 0 over the cells in UTF-16LE, each followed by a
 * unit 31, padded with zeros to whole blocks of 16 bytes. Stored fingerprints depend on it: it must not
 * change.
 *
 * Hot loop: one pass copies the text, so that the other runs over flat memory without branches.
 */
export function fingerprintRow(cells: readonly string[]): string {
  return hashUnits(gatherUnits(cells))
}

/**
 * The same fingerprint straight from a file's bytes: of the cells between `from` and `to`, which are ASCII, separated by
 * commas, and neither quoted nor padded. A row of 500 bytes costs a third of what its cells would.
 */
export function fingerprintBytes(bytes: Uint8Array, from: number, to: number): string {
  const needed = to - from + 1 + BLOCK_UNITS
  if (needed > units.length) units = new Uint16Array(2 * needed)
  const target = units
  let length = 0
  for (let position = from; position < to; position++) {
    const byte = bytes[position]!
    target[length++] = byte === COMMA ? SEPARATOR : byte
  }
  target[length++] = SEPARATOR
  while (length % BLOCK_UNITS !== 0) target[length++] = 0
  return hashUnits(length)
}

/** Hashes the first `length` of `units`, a multiple of BLOCK_UNITS. */
function hashUnits(length: number): string {
  let h1 = 0
  let h2 = 0
  let h3 = 0
  let h4 = 0
  for (let at = 0; at < length; at += BLOCK_UNITS) {
    h1 ^= scramble(units[at]! | (units[at + 1]! << 16), C1, 15, C2)
    h1 = ((h1 << 19) | (h1 >>> 13)) + h2
    h1 = (Math.imul(h1, 5) + 0x561ccd1b) | 0
    h2 ^= scramble(units[at + 2]! | (units[at + 3]! << 16), C2, 16, C3)
    h2 = ((h2 << 17) | (h2 >>> 15)) + h3
    h2 = (Math.imul(h2, 5) + 0x0bcaa747) | 0
    h3 ^= scramble(units[at + 4]! | (units[at + 5]! << 16), C3, 17, C4)
    h3 = ((h3 << 15) | (h3 >>> 17)) + h4
    h3 = (Math.imul(h3, 5) + 0x96cd1c35) | 0
    h4 ^= scramble(units[at + 6]! | (units[at + 7]! << 16), C4, 18, C1)
    h4 = ((h4 << 13) | (h4 >>> 19)) + h1
    h4 = (Math.imul(h4, 5) + 0x32ac3b17) | 0
  }

  const byteLength = 2 * length
  h1 ^= byteLength
  h2 ^= byteLength
  h3 ^= byteLength
  h4 ^= byteLength
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

/** Lays the cells into `units`; returns their number, a multiple of BLOCK_UNITS. */
function gatherUnits(cells: readonly string[]): number {
  let needed = BLOCK_UNITS
  for (let index = 0; index < cells.length; index++) needed += cells[index]!.length + 1
  if (needed > units.length) units = new Uint16Array(2 * needed)
  const target = units
  let length = 0
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]!
    for (let position = 0; position < cell.length; position++) {
      target[length++] = cell.charCodeAt(position)
    }
    target[length++] = SEPARATOR
  }
  while (length % BLOCK_UNITS !== 0) target[length++] = 0
  return length
}

function scramble(value: number, first: number, turn: number, second: number): number {
  const product = Math.imul(value, first)
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
