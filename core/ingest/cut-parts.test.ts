import { describe, expect, test } from 'vitest'
import { cutParts } from './cut-parts.ts'

async function* chunked(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

async function cut(text: string, sizes: number[], chunkSize: number): Promise<[number, string][]> {
  const parts: [number, string][] = []
  const planned = sizes.map((byteCount) => ({ byteCount }))
  for await (const { number, rowBytes } of cutParts(chunked(text, chunkSize), 3, planned)) {
    parts.push([number, new TextDecoder().decode(rowBytes)])
  }
  return parts
}

describe('cutParts', () => {
  test.each([1, 2, 4, 5, 100])(
    'gives every byte after the header once, in chunks of %i',
    async (size) => {
      expect(await cut('h1\naaaabbbbbc', [4, 5, 1], size)).toEqual([
        [0, 'aaaa'],
        [1, 'bbbbb'],
        [2, 'c'],
      ])
    },
  )

  test('gives a part that is too short where the file became shorter', async () => {
    expect(await cut('h1\naaaabb', [4, 5, 1], 4)).toEqual([
      [0, 'aaaa'],
      [1, 'bb'],
    ])
    expect(await cut('h1\naaaa', [4, 5, 1], 4)).toEqual([[0, 'aaaa']])
  })

  test('gives a part that was not planned where the file became longer', async () => {
    expect(await cut('h1\naaaabbbbbcd', [4, 5, 1], 100)).toEqual([
      [0, 'aaaa'],
      [1, 'bbbbb'],
      [2, 'c'],
      [3, 'd'],
    ])
  })
})
