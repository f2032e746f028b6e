import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCsvReader, readCsvRow } from './csv.ts'
import { PlainRowReader } from './plain-row.ts'

function readPlain(text: string, cellCount: number): { cells: string[]; next: number } | null {
  const bytes = new TextEncoder().encode(text)
  const reader = new PlainRowReader(bytes, cellCount)
  const next = reader.read(0)
  if (next < 0) return null
  const cells = Array.from({ length: cellCount }, (_, cell) =>
    text.slice(reader.starts[cell], reader.starts[cell + 1]! - 1),
  )
  return { cells, next }
}

test('a row of plain cells is read as the reader of all rows reads it', () => {
  expect(readPlain('1,-2.5,,x\n9', 4)).toEqual({ cells: ['1', '-2.5', '', 'x'], next: 10 })
})

test.each([
  ['a blank row', '\n1\n', 1],
  ['a quoted cell', '1,"2"\n', 2],
  ['a padded cell', '1, 2\n', 2],
  ['a cell with a blank behind it', '1 ,2\n', 2],
  ['CRLF', '1,2\r\n', 2],
  ['a cell too few', '1\n', 2],
  ['a cell too many', '1,2,3\n', 2],
  ['a last row without line end', '1,2', 2],
])('%s is left to the reader of all rows', (_what, text, cellCount) => {
  expect(readPlain(text, cellCount)).toBeNull()
})

test('whatever it reads, the reader of all rows reads alike', () => {
  const cell = fc.stringMatching(/^([0-9a-]{0,3}|[0-9" \r\n-]{0,3})$/)
  const text = fc.array(cell, { maxLength: 5 }).map((cells) => `${cells.join(',')}\n`)
  let readCount = 0
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 4 }), (csv, cellCount) => {
      const plain = readPlain(csv, cellCount)
      if (plain === null) return
      readCount++
      const reader = createCsvReader(csv)
      const cells: string[] = []
      expect(readCsvRow(reader, cells)).toBe(cellCount)
      expect(plain).toEqual({ cells: cells.slice(0, cellCount), next: reader.position })
    }),
    { seed: 1, numRuns: 2000 },
  )
  expect(readCount).toBeGreaterThan(100)
})
