import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprintBytes, fingerprintRow } from './fingerprint.ts'

/** MurmurHash3_x86_128 over bytes, written after the reference `MurmurHash3.cpp`, in whole blocks and tail. */
function murmur3(bytes: Uint8Array, seed: number): number[] {
  const constants = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93]
  const turns = [15, 16, 17, 18]
  const mixes = [
    [19, 0x561ccd1b],
    [17, 0x0bcaa747],
    [15, 0x96cd1c35],
    [13, 0x32ac3b17],
  ] as const
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))
  const scrambled = (value: number, lane: number) =>
    Math.imul(rotate(Math.imul(value, constants[lane]!), turns[lane]!), constants[(lane + 1) % 4]!)
  const h = [seed, seed, seed, seed]
  const blockEnd = bytes.length - (bytes.length % 16)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let block = 0; block < blockEnd; block += 16) {
    for (let lane = 0; lane < 4; lane++) {
      h[lane]! ^= scrambled(view.getInt32(block + 4 * lane, true), lane)
      h[lane] = (rotate(h[lane]!, mixes[lane]![0]) + h[(lane + 1) % 4]!) | 0
      h[lane] = (Math.imul(h[lane]!, 5) + mixes[lane]![1]) | 0
    }
  }
  const tail = new Uint8Array(16)
  tail.set(bytes.subarray(blockEnd))
  const tailView = new DataView(tail.buffer)
  for (let lane = 0; lane < 4; lane++) {
    if (bytes.length - blockEnd > 4 * lane)
      h[lane]! ^= scrambled(tailView.getInt32(4 * lane, true), lane)
  }
  const spread = () => {
    h[0] = (h[0]! + h[1]! + h[2]! + h[3]!) | 0
    for (let lane = 1; lane < 4; lane++) h[lane] = (h[lane]! + h[0]) | 0
  }
  for (let lane = 0; lane < 4; lane++) h[lane]! ^= bytes.length
  spread()
  for (let lane = 0; lane < 4; lane++) {
    let value = h[lane]!
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
    h[lane] = value ^ (value >>> 16)
  }
  spread()
  return h
}

function expectedFingerprint(cells: readonly string[]): string {
  const text = cells.map((cell) => `${cell}\u001f`).join('')
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8, '\u0000')
  const bytes = new Uint8Array(2 * padded.length)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < padded.length; at++) view.setUint16(2 * at, padded.charCodeAt(at), true)
  const hex = murmur3(bytes, 0)
    .map((value) => (value >>> 0).toString(16).padStart(8, '0'))
    .join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

describe('fingerprintRow', () => {
  test('the reference that it is compared with passes the published verification of MurmurHash3', () => {
    // SMHasher's VerificationTest: keys 0 … 255 bytes long with seed 256 − length, then all results.
    const results = new Uint8Array(256 * 16)
    const view = new DataView(results.buffer)
    for (let length = 0; length < 256; length++) {
      const key = Uint8Array.from({ length }, (_, index) => index)
      for (const [lane, value] of murmur3(key, 256 - length).entries()) {
        view.setInt32(length * 16 + lane * 4, value, true)
      }
    }
    expect(murmur3(results, 0)[0]! >>> 0).toBe(0xb3ece62a)
  })

  test('equals the reference for any cells', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (cells) => {
        expect(fingerprintRow(cells)).toBe(expectedFingerprint(cells))
      }),
      { seed: 1 },
    )
  })

  test('handles cells longer than its working memory', () => {
    const cells = ['x'.repeat(20_000), 'y']
    expect(fingerprintRow(cells)).toBe(expectedFingerprint(cells))
    expect(fingerprintRow(['a'])).toBe(expectedFingerprint(['a']))
  })

  test('tells apart cells that only divide the same characters differently', () => {
    const rows = [['ab', 'c'], ['a', 'bc'], ['abc', ''], ['', 'abc'], ['abc'], ['abc', '', '']]
    expect(new Set(rows.map(fingerprintRow)).size).toBe(rows.length)
  })

  test('is pinned: stored fingerprints stay valid', () => {
    expect(fingerprintRow(['2019-01-01 00:00:18', 'x', '4.97'])).toBe(
      '928b11fa-b30e-39f8-50d3-65fca23a8e1b',
    )
  })
})

describe('fingerprintBytes', () => {
  const plainCell = fc.stringMatching(/^[!-+\--~]{0,30}$/)

  test('is the fingerprint of the cells, whatever stands around them', () => {
    fc.assert(
      fc.property(
        fc.array(plainCell, { minLength: 1, maxLength: 40 }),
        fc.string(),
        (cells, around) => {
          const encoder = new TextEncoder()
          const before = encoder.encode(around)
          const row = encoder.encode(cells.join(','))
          const bytes = new Uint8Array([...before, ...row, ...before])
          const end = before.length + row.length
          expect(fingerprintBytes(bytes, before.length, end)).toBe(fingerprintRow(cells))
        },
      ),
    )
  })
})
