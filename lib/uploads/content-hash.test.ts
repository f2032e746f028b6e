import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ContentHasher, HASH_BLOCK_BYTES } from './content-hash.ts'

async function hashInPieces(bytes: Uint8Array, pieceBytes: number): Promise<string> {
  const hasher = new ContentHasher()
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await hasher.update(bytes.subarray(at, at + pieceBytes))
  }
  return await hasher.finish()
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

test('is SHA-256 over the SHA-256 of each block, however the bytes arrive', async () => {
  const bytes = new Uint8Array(HASH_BLOCK_BYTES * 2 + 12_345).map((_, index) => index * 7)
  const blocks = [0, 1, 2].map((block) =>
    sha256(bytes.subarray(block * HASH_BLOCK_BYTES, (block + 1) * HASH_BLOCK_BYTES)),
  )
  const expected = sha256(Buffer.concat(blocks)).toString('hex')
  for (const pieceBytes of [65_536, HASH_BLOCK_BYTES, HASH_BLOCK_BYTES + 1, bytes.length]) {
    expect(await hashInPieces(bytes, pieceBytes)).toBe(expected)
  }
})

test('differs when one byte does, and is defined for no bytes at all', async () => {
  const bytes = new Uint8Array(1000)
  const before = await hashInPieces(bytes, 100)
  bytes[999] = 1
  expect(await hashInPieces(bytes, 100)).not.toBe(before)
  expect(await hashInPieces(new Uint8Array(0), 1)).toBe(
    sha256(sha256(new Uint8Array(0))).toString('hex'),
  )
})
