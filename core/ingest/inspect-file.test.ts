import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sparkov } from '../datasets/sparkov.ts'
import { ulb } from '../datasets/ulb.ts'
import {
  checkFileSize,
  HEAD_BYTES,
  inspectFileHead,
  isGzip,
  MAX_FILE_BYTES,
} from './inspect-file.ts'

const encoder = new TextEncoder()
const header = [...ulb.columns, 'Class'].join(',')
const row = Array(31).fill('0').join(',')
const inspect = (content: string | Uint8Array) =>
  inspectFileHead(typeof content === 'string' ? encoder.encode(content) : content)

function utf16(text: string, isBigEndian: boolean, withMark: boolean): Uint8Array {
  const marked = withMark ? `\ufeff${text}` : text
  const view = new DataView(new ArrayBuffer(marked.length * 2))
  for (let at = 0; at < marked.length; at++)
    view.setUint16(at * 2, marked.charCodeAt(at), !isBigEndian)
  return new Uint8Array(view.buffer)
}

describe('inspectFileHead', () => {
  test('tells profile, labels and where the rows begin', () => {
    const text = `${header}\n${row}\n`
    const { data } = inspect(text)
    expect(data?.profile.slug).toBe('ulb')
    expect(data?.hasLabels).toBe(true)
    expect(data?.columns).toEqual([...ulb.columns, 'Class'])
    expect(text.slice(data?.dataOffset)).toBe(`${row}\n`)
    expect(data?.firstDataLine).toBe(2)
  })

  test('accepts a byte-order mark, CRLF, quoted names, blank lines in front, and no last line end', () => {
    const quoted = header.replaceAll(/[^,]+/g, '"$&"')
    const bytes = encoder.encode(`\ufeff\r\n${quoted}\r\n${row}`)
    const { data, error } = inspectFileHead(bytes)
    expect(error).toBeNull()
    expect(data?.columns[0]).toBe('Time')
    expect(data?.firstDataLine).toBe(3)
    expect(new TextDecoder().decode(bytes.subarray(data?.dataOffset))).toBe(row)
  })

  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['an empty file', '', 'empty_file', /empty/],
    ['blank lines only', ' \r\n\n', 'empty_file', /empty/],
    ['a header without rows', header, 'header_only', /no rows/],
    ['a header and blank lines', `${header}\r\n\r\n`, 'header_only', /no rows/],
    ['an unknown header', 'a,b,c\n1,2,3\n', 'unknown_header', /Known formats/],
    [
      'a missing column',
      `${header.replace(',V7', '')}\n${row}`,
      'unknown_header',
      /ULB.*missing V7\./,
    ],
    ['no header', `${row}\n${row}\n`, 'unknown_header', /first row looks like data/],
    ['a column named twice', `${header.replace('V2,', 'V1,')}\n${row}`, 'duplicate_column', /"V1"/],
    ['semicolons', `${header.replaceAll(',', ';')}\n`, 'wrong_delimiter', /semicolons.*commas/],
    ['tabs', `${header.replaceAll(',', '\t')}\n`, 'wrong_delimiter', /tabs/],
    ['old Mac line ends', `${header}\r${row}\r`, 'wrong_delimiter', /carriage return/],
    ['UTF-16 with a mark', utf16(`${header}\n${row}`, false, true), 'wrong_encoding', /UTF-8/],
    ['UTF-16 without a mark', utf16(`${header}\n${row}`, true, false), 'wrong_encoding', /UTF-8/],
    ['Latin-1', Uint8Array.from([0xe9, 0x2c, 0x62, 0x0a]), 'wrong_encoding', /UTF-8/],
    ['a zip archive', encoder.encode('PK\u0003\u0004 data.csv'), 'zip_archive', /Unpack/],
    [
      'an xlsx workbook',
      encoder.encode('PK\u0003\u0004 xl/workbook.xml'),
      'excel_workbook',
      /CSV UTF-8/,
    ],
    [
      'an xls workbook',
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]),
      'excel_workbook',
      /CSV UTF-8/,
    ],
    ['a PDF', '%PDF-1.7\n', 'not_a_table', /PDF/],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'not_a_table', /PNG/],
    ['a JPEG', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), 'not_a_table', /JPEG/],
    [
      'binary data',
      Uint8Array.from({ length: 500 }, (_, at) => (at % 30) + 1),
      'not_a_table',
      /binary/,
    ],
    ['a web page', '<!doctype html><html>', 'not_a_table', /web page/],
    ['JSON', '[{"Time": 0}]', 'not_a_table', /JSON/],
    ['NUL bytes', `${header}\n${row}\u0000\n`, 'nul_bytes', /NUL/],
    ['gzip in gzip', new Uint8Array(gzipSync(header)), 'zip_archive', /gzip/],
    ['an over-long header', 'x'.repeat(HEAD_BYTES), 'line_too_long', /line 1 /],
    ['an over-long first row', `${header}\n${'1'.repeat(HEAD_BYTES)}`, 'line_too_long', /line 2 /],
    ['a quote in the header never closed', `"${header}\n${row}`, 'unknown_header', /quote/],
  ])('refuses %s', (_name, content, code, message) => {
    const { data, error } = inspect(content)
    expect(data).toBeNull()
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(message)
  })

  test('does not take a header at the very end of the head for one without rows', () => {
    const padded = `${header}\n${'\n'.repeat(HEAD_BYTES - header.length - 1)}`
    expect(inspect(padded).error).toBeNull()
  })

  test('recognises columns in any order and case', () => {
    const shuffled = [...sparkov.columns].reverse().map((column) => column.toUpperCase())
    const { data } = inspect(`${shuffled.join(',')}\n1\n`)
    expect(data?.profile.slug).toBe('sparkov')
    expect(data?.hasLabels).toBe(false)
    expect(data?.format.columnPositions[0]).toBe(20)
  })
})

test('isGzip knows the magic number', () => {
  expect(isGzip(gzipSync('x'))).toBe(true)
  expect(isGzip(encoder.encode('Time'))).toBe(false)
  expect(isGzip(new Uint8Array())).toBe(false)
})

test('checkFileSize refuses what is above the limit and names both sizes', () => {
  expect(checkFileSize(MAX_FILE_BYTES).error).toBeNull()
  expect(checkFileSize(1e10).error).toMatchObject({
    code: 'too_large',
    message: expect.stringMatching(/10\.0 GB.*2 GB.*several files/),
  })
})
