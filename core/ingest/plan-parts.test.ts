import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCsvReader, readCsvRow } from './csv.ts'
import { cutParts, type FilePart } from './cut-parts.ts'
import { FileFaultError } from './file-fault.ts'
import {
  MAX_CARD_PART_ROWS,
  MAX_PART_ROWS,
  maxPartRows,
  type PlannedPart,
  planParts,
} from './plan-parts.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size)
}

async function plan(
  text: string,
  partBytes: number,
  chunkSize = 7,
  maxRows?: number,
): Promise<(PlannedPart & FilePart)[]> {
  const cuts = { partBytes, ...(maxRows === undefined ? {} : { maxRows }) }
  const bytes = encoder.encode(text)
  const planned: PlannedPart[] = []
  for await (const part of planParts(chunked(bytes, chunkSize), cuts)) planned.push(part)
  const offset = bytes.length - planned.reduce((sum, { byteCount }) => sum + byteCount, 0)
  const parts: (PlannedPart & FilePart)[] = []
  for await (const { number, rowBytes } of cutParts(chunked(bytes, chunkSize), offset, planned)) {
    parts.push({ ...planned[number]!, rowBytes })
  }
  return parts
}

function readRows(text: string, firstLine: number): { line: number; cells: string[] }[] {
  const reader = createCsvReader(text, firstLine)
  const rows = []
  const cells: string[] = []
  for (let count = readCsvRow(reader, cells); count >= 0; count = readCsvRow(reader, cells)) {
    rows.push({ line: reader.rowLine, cells: cells.slice(0, count) })
  }
  return rows
}

describe('planParts', () => {
  test('leaves the header out and cuts at row ends', async () => {
    const parts = await plan('h1,h2\n1,2\n3,4\n5,6\n', 8)
    expect(
      parts.map((part) => [part.number, part.firstLine, decoder.decode(part.rowBytes)]),
    ).toEqual([
      [0, 2, '1,2\n3,4\n'],
      [1, 4, '5,6\n'],
    ])
  })

  test('cuts before a last row without line end as before any other', async () => {
    const parts = await plan('h1,h2\n1,2\n3,4\n5,6', 8)
    expect(parts.map((part) => decoder.decode(part.rowBytes))).toEqual(['1,2\n3,4\n', '5,6'])
  })

  test('never cuts inside a quoted cell', async () => {
    const parts = await plan('h\n"a\n\nb",1\nc\n', 3)
    expect(parts.map((part) => decoder.decode(part.rowBytes))).toEqual(['"a\n\nb",1\n', 'c\n'])
    expect(parts.map((part) => part.firstLine)).toEqual([2, 5])
  })

  test('gives no part for an empty file, a header alone, or blank lines after it', async () => {
    expect(await plan('', 10)).toEqual([])
    expect(await plan('h1,h2', 10)).toEqual([])
    expect(await plan('h1,h2\n\r\n\n', 10)).toEqual([])
  })

  test('skips a byte-order mark and blank lines before the header', async () => {
    const parts = await plan('\ufeff\n\r\nh1,h2\n1,2', 10)
    expect(parts.map((part) => [part.firstLine, decoder.decode(part.rowBytes)])).toEqual([
      [4, '1,2'],
    ])
  })

  test('gives no part more rows than the service has room for', async () => {
    const rows = Array.from({ length: 2 * MAX_PART_ROWS + 5 }, (_, row) => `${row % 10}\n`)
    const parts = await plan(`a\n${rows.join('')}`, 1_000_000, 7_001)
    expect(parts.map(({ firstLine, rowBytes }) => [firstLine, rowBytes.length / 2])).toEqual([
      [2, MAX_PART_ROWS],
      [2 + MAX_PART_ROWS, MAX_PART_ROWS],
      [2 + 2 * MAX_PART_ROWS, 5],
    ])
  })

  test('gives parts with cards fewer rows, whose histories need room too', async () => {
    expect(maxPartRows({ hasCards: false })).toBe(MAX_PART_ROWS)
    const maxRows = maxPartRows({ hasCards: true })
    expect(maxRows).toBe(MAX_CARD_PART_ROWS)
    const text = `a\n${'1\n'.repeat(maxRows + 5)}`
    const parts = await plan(text, 1_000_000, 7_001, maxRows)
    expect(parts.map(({ rowBytes }) => rowBytes.length / 2)).toEqual([maxRows, 5])
  })

  test('takes rows that are longer than a part, each as a part of its own', async () => {
    const row = `${'1'.repeat(900_000)}\n`
    const parts = await plan(`h1\n${row}${row}2\n${row}`, 1000, 65_536)
    expect(parts.map((part) => part.rowBytes.length)).toEqual([900_001, 900_001, 2, 900_001])
  })

  test('passes any number of blank lines before the header', async () => {
    const parts = await plan(`${'\r\n'.repeat(60_000)}h1\n1\n`, 100, 65_536)
    expect(parts.map((part) => [part.firstLine, decoder.decode(part.rowBytes)])).toEqual([
      [60_002, '1\n'],
    ])
    expect(await plan('\n'.repeat(3_000_000), 100, 65_536)).toEqual([])
  })

  test('reads the same rows at the same lines as the whole file, however it is cut or arrives', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r\n'),
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        async (body, partBytes, chunkSize) => {
          const file = `h1,h2\n${body}`
          const parts = await plan(file, partBytes, chunkSize)
          const fromParts = parts.flatMap((part) =>
            readRows(decoder.decode(part.rowBytes), part.firstLine),
          )
          expect(fromParts).toEqual(readRows(file, 1).slice(1))
          expect(await plan(file, partBytes, 1000)).toEqual(parts)
          expect(parts.map((part) => part.number)).toEqual(parts.map((_, index) => index))
        },
      ),
      { seed: 1, numRuns: 150 },
    )
  })

  test('refuses a row of more than 1 MB with its line, without gathering the rest', async () => {
    let sent = 0
    async function* endless() {
      yield encoder.encode('h1,h2\n1,2\n"')
      for (;;) {
        sent++
        yield new Uint8Array(100_000).fill(97)
      }
    }
    const parts = planParts(endless())
    const failure = await parts.next().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(FileFaultError)
    expect(failure).toMatchObject({
      code: 'line_too_long',
      message: expect.stringContaining('line 3'),
    })
    expect(sent).toBe(10)
  })
})
