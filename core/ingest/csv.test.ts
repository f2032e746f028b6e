import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCsvReader, readCsvRow } from './csv.ts'

interface Row {
  line: number
  cells: string[]
}

function readAll(text: string, firstLine = 1): Row[] {
  const reader = createCsvReader(text, firstLine)
  const rows: Row[] = []
  const cells: string[] = []
  for (let count = readCsvRow(reader, cells); count >= 0; count = readCsvRow(reader, cells)) {
    rows.push({ line: reader.rowLine, cells: cells.slice(0, count) })
  }
  return rows
}

const cellsOf = (text: string) => readAll(text).map((row) => row.cells)

describe('readCsvRow', () => {
  test('reads rows with LF, CRLF and without a last line end', () => {
    expect(cellsOf('a,b\n1,2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(cellsOf('a,b\r\n1,2\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(cellsOf('a,b\n1,2')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(cellsOf('')).toEqual([])
  })

  test('keeps blank cells at the ends', () => {
    expect(cellsOf(',a,\n,,\n')).toEqual([
      ['', 'a', ''],
      ['', '', ''],
    ])
    expect(cellsOf('a,')).toEqual([['a', '']])
  })

  test('unquotes, with commas, doubled quotes and newlines inside', () => {
    expect(cellsOf('"a,b","say ""hi""","x\ny"\nnext,,')).toEqual([
      ['a,b', 'say "hi"', 'x\ny'],
      ['next', '', ''],
    ])
    expect(cellsOf('""\n"",""')).toEqual([[''], ['', '']])
  })

  test('takes a quote inside an unquoted cell, and text after a closing quote, as text', () => {
    expect(cellsOf('5" pipe,a"b"c\nnext,1')).toEqual([
      ['5" pipe', 'a"b"c'],
      ['next', '1'],
    ])
    expect(cellsOf('"a"b,c')).toEqual([['ab', 'c']])
  })

  test('trims cells, quoted or not', () => {
    expect(cellsOf(' a ,\tb,"  c ","d"  \n')).toEqual([['a', 'b', 'c', 'd']])
    expect(cellsOf('\u00a0a\u00a0,é')).toEqual([['a', 'é']])
  })

  test('skips rows without characters and counts their lines', () => {
    expect(readAll('\n\r\na\n\n\nb\r\n\r\n', 10)).toEqual([
      { line: 12, cells: ['a'] },
      { line: 15, cells: ['b'] },
    ])
  })

  test('counts newlines in quoted cells as lines', () => {
    expect(readAll('"x\n\ny","z\n"\nb', 2).map((row) => row.line)).toEqual([2, 6])
  })

  test('tells when a quote is never closed', () => {
    const reader = createCsvReader('a,b\n"c,d\ne,f\n')
    const cells: string[] = []
    expect(readCsvRow(reader, cells)).toBe(2)
    expect(reader.isUnclosed).toBe(false)
    expect(readCsvRow(reader, cells)).toBe(1)
    expect(reader.isUnclosed).toBe(true)
    expect(readCsvRow(reader, cells)).toBe(-1)
  })

  test('reads a million quotes in one pass, in one cell or in as many', () => {
    const quotes = '""'.repeat(1_000_000)
    expect(cellsOf(`"${quotes}\n",b\nc\n`)).toEqual([['"'.repeat(1_000_000), 'b'], ['c']])
    expect(cellsOf(`${'"",'.repeat(1_000_000)}\nc\n`).map((cells) => cells.length)).toEqual([
      1_000_001, 1,
    ])
  })

  test('reads back whatever a correct writer wrote', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r', ' ', '7'),
      maxLength: 8,
    })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, lineEnd) => {
        const text = rows
          .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',') + lineEnd)
          .join('')
        expect(cellsOf(text)).toEqual(rows.map((row) => row.map((value) => value.trim())))
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
