import { expect, test } from 'vitest'
import { CopyEncoder } from './copy-encoder.ts'
import { readCopyRows, readRealArray, readTimestamp } from './read-copy.ts'

/** A stream that hands the bytes out in pieces of `size`. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function threeRows(): Uint8Array {
  const rows = new CopyEncoder(4)
  for (const [index, text] of ['a', 'bb', 'ccc'].entries()) {
    rows.startRow()
    rows.bigint(BigInt(index) * 1_000_000n)
    rows.real(index + 0.5)
    rows.boolean(index === 1)
    rows.jsonb(index === 2 ? null : JSON.stringify({ text }))
  }
  return rows.finish()
}

test.each([1, 7, 64, 10_000])(
  'rows are read whole, however the stream is cut (pieces of %i)',
  async (size) => {
    const rows: unknown[] = []
    await readCopyRows(inPieces(threeRows(), size), 4, (row) => {
      const { view, offsets, lengths, bytes } = row
      const json = bytes.subarray(offsets[3]! + 1, offsets[3]! + lengths[3]!)
      rows.push([
        readTimestamp(row, 0) - Date.UTC(2000, 0, 1),
        view.getFloat32(offsets[1]!),
        view.getUint8(offsets[2]!),
        lengths[3]! < 0 ? null : JSON.parse(new TextDecoder().decode(json)),
      ])
    })
    expect(rows).toEqual([
      [0, 0.5, 0, { text: 'a' }],
      [1_000, 1.5, 1, { text: 'bb' }],
      [2_000, 2.5, 0, null],
    ])
  },
)

test('a stream that breaks off is an error, not fewer rows', async () => {
  const bytes = threeRows()
  await expect(readCopyRows(inPieces(bytes.subarray(0, -3), 16), 4, () => {})).rejects.toThrow(
    /ended the copy early/,
  )
})

test('what a row throws comes back when the stream has been read to its end', async () => {
  let pieces = 0
  async function* counted() {
    for await (const piece of inPieces(threeRows(), 16)) {
      pieces++
      yield piece
    }
  }
  const reading = readCopyRows(counted(), 4, () => {
    throw new Error('no room')
  })
  await expect(reading).rejects.toThrow('no room')
  expect(pieces).toBe(Math.ceil(threeRows().length / 16))
})

test('another number of fields is an error', async () => {
  await expect(readCopyRows(inPieces(threeRows(), 64), 3, () => {})).rejects.toThrow(
    /4 fields came, 3 were expected/,
  )
})

test('a null in an array is a missing value, and a wrong length an error', () => {
  const bytes = new Uint8Array(20 + 4 + 4 + 4)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, 1)
  view.setInt32(12, 2)
  view.setInt32(20, 4)
  view.setFloat32(24, 1.25)
  view.setInt32(28, -1)
  const row = { bytes, view, offsets: Int32Array.of(0), lengths: Int32Array.of(bytes.length) }
  const out = new Float32Array(2)
  readRealArray(row, 0, out, 0, 2)
  expect([...out]).toEqual([1.25, Number.NaN])
  expect(() => readRealArray(row, 0, out, 0, 3)).toThrow(/a row has 2 of them, the dataset has 3/)
})
