import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ulb } from '../../core/datasets/ulb.ts'
import { inspectSource, planUpload } from './plan-upload.ts'
import type { UploadSource } from './upload-source.ts'

function sourceOf(content: string | Uint8Array<ArrayBuffer>): UploadSource {
  const blob = new Blob([content])
  return { name: 'x.csv', size: blob.size, stream: () => blob.stream() }
}

const header = [...ulb.columns, 'Class'].join(',')
const row = `0,${'1.5,'.repeat(28)}12.34,0`
const table = `${header}\n${`${row}\n`.repeat(500)}`

test('a plan names the format, the parts and a hash of the content', async () => {
  const { data } = await planUpload(sourceOf(table), { partBytes: 20_000 })
  expect(data?.head).toMatchObject({ profile: ulb, hasLabels: true })
  expect(data?.byteCount).toBe(table.length - header.length - 1)
  expect(data?.parts.length).toBeGreaterThan(3)
  expect(data?.parts.map(({ number }) => number)).toEqual(data?.parts.map((_, index) => index))
  expect(data?.parts[0]).toMatchObject({ firstLine: 2 })
  expect(data?.parts.reduce((sum, { byteCount }) => sum + byteCount, 0)).toBe(data?.byteCount)
})

test('the hash is that of the unpacked content, whatever the parts', async () => {
  const plans = await Promise.all([
    planUpload(sourceOf(table), { partBytes: 20_000 }),
    planUpload(sourceOf(table)),
    planUpload(sourceOf(new Uint8Array(gzipSync(table)))),
  ])
  const hashes = plans.map(({ data }) => data?.contentHash)
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(new Set(hashes).size).toBe(1)
  const other = await planUpload(sourceOf(table.replace('12.34', '12.35')))
  expect(other.data?.contentHash).not.toBe(hashes[0])
})

test('a file that cannot be taken ends in one sentence', async () => {
  const faults = {
    empty_file: '',
    header_only: `${header}\n\n`,
    unknown_header: 'a,b\n1,2\n',
    damaged_gzip: new Uint8Array(gzipSync(table)).slice(0, 100),
  }
  for (const [code, content] of Object.entries(faults)) {
    const { error } = await planUpload(sourceOf(content))
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(/\.$/)
  }
  expect((await inspectSource(sourceOf('\x89PNG\r\n\x1a\n'))).error).not.toBeNull()
})

test('a quote that is never closed in the middle of a large file is a fault, not a hung upload', async () => {
  const { error } = await planUpload(sourceOf(`${header}\n${row}\n"${`${row}\n`.repeat(12_000)}`))
  expect(error?.code).toBe('line_too_long')
})

test('a file that was removed after it was chosen is a fault of the file', async () => {
  const source = {
    ...sourceOf(table),
    stream: () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: () => Promise.reject(new DOMException('gone', 'NotReadableError')),
      }),
  }
  expect((await planUpload(source)).error?.code).toBe('unreadable_file')
})
