import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CopyEncoder } from './copy-encoder.ts'
import { decodeDoubleArray, readCopyRows } from './read-copy.ts'

/** What one value of a row of one column is written as; null for null. */
async function encode(write: (encoder: CopyEncoder) => void): Promise<Uint8Array | null> {
  const encoder = new CopyEncoder(1)
  encoder.startRow()
  write(encoder)
  const file = encoder.finish()
  let value: Uint8Array | null = null
  async function* source() {
    yield file
  }
  await readCopyRows(source(), 1, ({ bytes, offsets, lengths }) => {
    const [start, length] = [offsets[0]!, lengths[0]!]
    value = length < 0 ? null : bytes.slice(start, start + length)
  })
  return value
}

/** Reads what `numeric_send` of Postgres writes: groups of four digits, with the weight of the first one. */
function decodeNumeric(bytes: Uint8Array): { value: number; scale: number } {
  const view = new DataView(bytes.buffer)
  const [count, weight, sign, scale] = [0, 2, 4, 6].map((at) => view.getInt16(at))
  let value = 0
  for (let group = 0; group < count!; group++) {
    value += view.getInt16(8 + 2 * group) * 10_000 ** (weight! - group)
  }
  return { value: sign === 0 ? value : -value, scale: scale! }
}

test('cents are a numeric with two decimals, without groups of zeros at its ends', async () => {
  expect(await encode((encoder) => encoder.cents(1_234_567))).toEqual(
    // Three groups, the first of weight 1, positive, two decimals: 1, 2345, .6700
    Uint8Array.of(0, 3, 0, 1, 0, 0, 0, 2, 0, 1, 9, 41, 26, 44),
  )
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), async (cents) => {
      const { value, scale } = decodeNumeric((await encode((encoder) => encoder.cents(cents)))!)
      expect(Math.round(value * 100) + 0).toBe(cents)
      expect(scale).toBe(2)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('text is UTF-8 whatever it begins with, and NUL, which Postgres cannot hold, is replaced', async () => {
  for (const text of ['', 'plain', 'Café 東京 😀', 'a'.repeat(70_000), 'é'.repeat(40_000)]) {
    expect(new TextDecoder().decode((await encode((encoder) => encoder.text(text)))!)).toBe(text)
  }
  const [first, second] = ['a\u0000b', 'é\u0000']
  expect(await encode((encoder) => encoder.text(first!))).toEqual(
    new TextEncoder().encode('a\ufffdb'),
  )
  expect(await encode((encoder) => encoder.text(second!))).toEqual(
    new TextEncoder().encode('é\ufffd'),
  )
})

test('null is written for every type that may be null', async () => {
  for (const type of ['boolean', 'int64', 'real', 'uuid', 'text', 'jsonb'] as const) {
    expect(await encode((encoder) => encoder[type](null))).toBeNull()
  }
})

test('whole numbers keep their sign up to 2^53', async () => {
  for (const value of [0, 1, -1, 2 ** 32, -(2 ** 32) - 1, 2 ** 53 - 1, 1 - 2 ** 53]) {
    const bytes = (await encode((encoder) => encoder.int64(value)))!
    expect(new DataView(bytes.buffer).getBigInt64(0)).toBe(BigInt(value))
  }
})

test('a uuid is its sixteen bytes', async () => {
  const uuid = '00112233-4455-6677-8899-aAbBcCdDeEfF'
  expect(await encode((encoder) => encoder.uuid(uuid))).toEqual(
    Uint8Array.from({ length: 16 }, (_, index) => index * 17),
  )
})

test.each([
  'not a uuid',
  '00112233-4455-6677-8899-aabbccddeef',
  '00112233-4455-6677-8899-aabbccddeeff0',
  '0011223g-4455-6677-8899-aabbccddeeff',
  '0011223é-4455-6677-8899-aabbccddeeff',
  '',
])('%j is refused as a uuid', (text) => {
  expect(() => new CopyEncoder(1).uuid(text)).toThrow(/^Not a uuid/)
})

test.each([[[]], [[0.1, -0, 1e300, Number.NaN]]])(
  'an array of doubles comes back: %j',
  async (list) => {
    const values = Float64Array.from(list)
    expect(decodeDoubleArray((await encode((encoder) => encoder.doubleArray(values)))!)).toEqual(
      values,
    )
  },
)
