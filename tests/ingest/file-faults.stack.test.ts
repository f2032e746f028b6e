import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { uploadFile } from '../../lib/uploads/upload-file.ts'
import { sparkovTable, ulbTable } from './sample-files.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

const { header, rows } = ulbTable({ count: 40 })
const cards = sparkovTable({ cards: 10 })
const good = `${header}\n${rows.join('\n')}\n`
let stack: TestStack

beforeAll(async () => {
  stack = await openTestStack()
})
afterAll(() => stack?.close())

function upload(content: string | Buffer, size?: number) {
  const blob = new Blob([typeof content === 'string' ? content : new Uint8Array(content)])
  return uploadFile({
    client: stack.pinky,
    source: {
      name: 'file.csv',
      size: size ?? blob.size,
      stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    },
  })
}

const bytes = (...values: number[]) => Buffer.from(values)

test.for<[string, string | Buffer, string, RegExp]>([
  ['nothing', '', 'empty_file', /header and rows/],
  ['a header only', `${header}\n`, 'header_only', /rows/],
  ['an unknown header', good.replace('V7,', 'W7,'), 'unknown_header', /ULB.*missing V7.*W7/],
  ['a column twice', good.replace('V7,', 'V6,'), 'duplicate_column', /V6/],
  ['semicolons', good.replaceAll(',', ';'), 'wrong_delimiter', /semicolons/],
  ['tabs', good.replaceAll(',', '\t'), 'wrong_delimiter', /tabs/],
  ['UTF-16', Buffer.from(`\ufeff${good}`, 'utf16le'), 'wrong_encoding', /UTF-8/],
  ['a zip', Buffer.concat([bytes(0x50, 0x4b, 3, 4), gzipSync(good)]), 'zip_archive', /Unpack/],
  ['an xlsx', Buffer.from('PK\u0003\u0004…[Content_Types].xml'), 'excel_workbook', /CSV UTF-8/],
  ['an xls', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1), 'excel_workbook', /CSV UTF-8/],
  ['a PDF', '%PDF-1.7\n', 'not_a_table', /PDF/],
  ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'not_a_table', /PNG/],
  ['NUL bytes', good.replace('\n', '\n\0\0\0'), 'nul_bytes', /Export/],
  ['a gzip that is cut off', gzipSync(good).subarray(0, -20), 'damaged_gzip', /Pack it again/],
  ['one line of 50 MB', `${header}\n${'1,'.repeat(25_000_000)}`, 'line_too_long', /line 2 /],
  ['a line of 50 MB further down', `${good}"${'x'.repeat(50_000_000)}`, 'line_too_long', /closed/],
])(
  '%s is refused with its code and its cure, and nothing is stored',
  async ([, content, code, cure]) => {
    const { error } = await upload(content)
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(cure)
    expect(await stack.sql`select id from public.uploads where state <> 'committed'`).toEqual([])
  },
)

test('a byte-order mark, CRLF, newlines in quotes and gzip are accepted', async () => {
  const untidy = `\ufeff${[header, ...rows.map((row) => row.replace(/,(\d)$/, ',"\n$1"'))].join('\r\n')}`
  const result = await upload(gzipSync(untidy))
  expect(result.error).toBeNull()
  expect(result.data).toMatchObject({ status: 'committed', acceptedCount: rows.length })
})

test('every kind of bad cell is reported with line, column, value, code and sentence', async () => {
  const [row] = cards.rows
  const cells = row!.match(/("[^"]*"|[^,]*)(,|$)/g)!.slice(0, 22)
  const named = cards.header.split(',')
  const withCell = (column: string, value: string) =>
    cells.map((cell, at) => (named[at] === column ? `${value},` : cell)).join('')
  const faults: [string, string, string][] = [
    ['amt', '1e400', 'not_a_number'],
    ['amt', 'NaN', 'not_a_number'],
    ['amt', '0x10', 'not_a_number'],
    ['amt', '"1,234.5"', 'not_a_number'],
    ['amt', '', 'missing_value'],
    ['amt', '-1', 'out_of_range'],
    ['lat', '91', 'out_of_range'],
    ['trans_date_trans_time', '2019-02-31 10:00:00', 'not_a_date'],
    ['trans_date_trans_time', '1969-12-31 23:59:59', 'out_of_range'],
    ['trans_date_trans_time', '2999-01-01 00:00:00', 'in_the_future'],
    ['cc_num', '4.5E+15', 'not_a_number'],
    ['merchant', 'm'.repeat(201), 'too_long'],
    ['is_fraud', 'maybe', 'unknown_value'],
    ['category', 'a\0b', 'unreadable_text'],
    ['gender', 'F,F', 'wrong_cell_count'],
  ]
  const lines = [
    cards.header,
    ...cards.rows,
    ...faults.map(([column, value]) => withCell(column, value).replace(/,$/, '')),
    '"never closed',
  ]
  // NUL bytes in the first 64 kB are a fault of the file; this one lies behind.
  const filler = Array.from({ length: 400 }, (_, at) =>
    withCell('trans_num', `filler-${at}`).replace(/,$/, ''),
  )
  lines.splice(1, 0, ...filler)
  const result = await upload(`${lines.join('\n')}`)
  expect(result.data).toMatchObject({ status: 'needs_decision', rejectedCount: faults.length + 1 })
  const reported = await stack.sql`
    select line::int, column_name, value, code, message from public.rejected_rows order by line`
  const first = lines.length - faults.length
  expect(reported.map(({ line, code }) => [line, code])).toEqual([
    ...faults.map(([, , code], at) => [first + at, code]),
    [lines.length, 'unclosed_quote'],
  ])
  for (const { message } of reported) expect(message).toMatch(/^[^.]+\. .+\.$|\. /)
  // A card number is never repeated.
  expect(reported.find(({ column_name }) => column_name === 'cc_num')!.value).toBe('[personal]')
})
