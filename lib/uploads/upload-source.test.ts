import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { DamagedGzipError, readUnpacked, type UploadSource } from './upload-source.ts'

function sourceOf(bytes: Uint8Array<ArrayBuffer>, chunkBytes = 1000): UploadSource {
  return {
    name: 'x.csv',
    size: bytes.length,
    stream() {
      let at = 0
      return new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) return controller.close()
          controller.enqueue(bytes.slice(at, at + chunkBytes))
          at += chunkBytes
        },
      })
    },
  }
}

async function readAll(source: UploadSource, onBytes?: (count: number) => void): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of readUnpacked(source, onBytes)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const text = Array.from({ length: 5000 }, (_, line) => `row ${line},${line ** 2}`).join('\n')
const plain = new Uint8Array(Buffer.from(text))
const packed = new Uint8Array(gzipSync(plain))

test('a plain file is read as it is', async () => {
  expect(await readAll(sourceOf(plain))).toBe(text)
})

test('a gzip file is unpacked, however it is chunked, and its packed bytes are reported', async () => {
  for (const chunkBytes of [2, 777, packed.length]) {
    let read = 0
    const all = await readAll(sourceOf(packed, chunkBytes), (count) => {
      read += count
    })
    expect(all).toBe(text)
    expect(read).toBe(packed.length)
  }
})

test('an empty file has no chunks', async () => {
  expect(await readAll(sourceOf(new Uint8Array(0)))).toBe('')
})

test('a gzip file that is cut off or damaged is said to be so', async () => {
  const damaged = packed.slice()
  damaged.fill(0xff, 200, 300)
  for (const bytes of [packed.slice(0, packed.length / 2), damaged]) {
    await expect(readAll(sourceOf(bytes))).rejects.toBeInstanceOf(DamagedGzipError)
  }
})

test('an error of the source itself is passed on', async () => {
  const gone = new DOMException('gone', 'NotReadableError')
  const source = {
    ...sourceOf(packed),
    stream: () => new ReadableStream<Uint8Array<ArrayBuffer>>({ pull: () => Promise.reject(gone) }),
  }
  await expect(readAll(source)).rejects.toBe(gone)
  let pulls = 0
  const later = {
    ...source,
    stream: () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull(controller) {
          if (pulls++ === 1) return Promise.reject(gone)
          controller.enqueue(packed.slice(0, 500))
        },
      }),
  }
  await expect(readAll(later)).rejects.toBe(gone)
})

test('a reader that stops early lets the source go', async () => {
  let cancelled = false
  const source = {
    ...sourceOf(plain),
    stream: () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: (controller) => controller.enqueue(plain.slice(0, 10)),
        cancel() {
          cancelled = true
        },
      }),
  }
  for await (const _ of readUnpacked(source)) break
  expect(cancelled).toBe(true)
})
