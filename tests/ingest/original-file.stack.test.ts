import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FraudDeskClient } from '../../lib/supabase/server-client.ts'
import { openOriginalFile } from '../../lib/uploads/original-file.ts'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { ulbTable } from './sample-files.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

const { header, rows } = ulbTable({ count: 200 })
let stack: TestStack

beforeAll(async () => {
  stack = await openTestStack()
})
afterAll(() => stack?.close())

async function upload(name: string, bytes: Buffer): Promise<string> {
  const blob = new Blob([new Uint8Array(bytes)])
  const result = await uploadFile({
    client: stack.pinky,
    source: {
      name,
      size: bytes.length,
      stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    },
    partBytes: 20_000,
    keepGoodRows: true,
  })
  if (result.data?.status !== 'committed') throw new Error(JSON.stringify(result))
  return result.data.uploadId
}

async function read(client: FraudDeskClient, uploadId: string) {
  const opened = await openOriginalFile(client, uploadId)
  if (opened.error !== null) return opened.error.code
  const { name, byteCount, stream } = opened.data
  const bytes = Buffer.from(await new Response(stream).arrayBuffer())
  expect(bytes.length).toBe(byteCount)
  return { name, bytes }
}

/** Byte-order mark, CRLF, blank lines everywhere, quotes with newlines, a bad row, and no newline at the end. */
const untidy = Buffer.from(
  `\ufeff\r\n\r\n${header.replace('Time', '"Time"')}\r\n\r\n${rows.slice(0, 100).join('\r\n')}\r\n"1\n2",x\r\n\n${rows.slice(100).join('\n')}`,
)
/** A last part that would hold nothing but blank lines. */
const trailing = Buffer.from(`${header}\n${rows.slice(1).join('\n')}\n${'\r\n'.repeat(15_000)}\n\n`)

test('the original file comes back byte by byte', async () => {
  for (const [name, bytes] of [
    ['untidy.csv', untidy],
    ['trailing.csv', trailing],
  ] as const) {
    const downloaded = await read(stack.pinky, await upload(name, bytes))
    expect(downloaded).toEqual({ name, bytes })
  }
})

test('a packed file comes back unpacked, also to an admin', async () => {
  const plain = Buffer.from(`${header}\n${rows.slice(2).join('\n')}\n`)
  const uploadId = await upload('packed.csv.gz', gzipSync(plain))
  expect(await read(stack.pinky, uploadId)).toEqual({ name: 'packed.csv', bytes: plain })
  expect(await read(stack.brain, uploadId)).toEqual({ name: 'packed.csv', bytes: plain })
  const other = await stack.addAnalyst('other@original.test')
  expect(await read(other, uploadId)).toBe('upload_not_found')
})
