import { expect, it } from 'vitest'
import type { RejectedRow } from './list-rejected-rows.ts'
import { rejectedRowsCsv } from './rejected-rows-csv.ts'

async function* chunks(...all: RejectedRow[][]): AsyncGenerator<RejectedRow[]> {
  yield* all
}

const row = (value: string): RejectedRow => ({
  line: 7,
  column: 'amt',
  value,
  code: 'not_a_number',
  message: 'Write a number.',
})

async function writtenValue(value: string): Promise<string> {
  const text = await (await rejectedRowsCsv(chunks([row(value)]))).text()
  return text
    .split('\r\n')
    .slice(1)
    .join('\r\n')
    .replace(/^7,amt,/, '')
    .replace(/,not_a_number.*\r\n$/s, '')
}

it('writes a header and one line per fault, over all chunks', async () => {
  const text = await (await rejectedRowsCsv(chunks([row('a')], [row('b'), row('c')]))).text()
  expect(text.split('\r\n')).toEqual([
    'line,column,value,code,message',
    '7,amt,a,not_a_number,Write a number.',
    '7,amt,b,not_a_number,Write a number.',
    '7,amt,c,not_a_number,Write a number.',
    '',
  ])
})

it('quotes what would break the table', async () => {
  expect(await writtenValue('say "hi", now')).toBe('"say ""hi"", now"')
  expect(await writtenValue('two\nlines')).toBe('"two\nlines"')
})

it('disarms formulas and leaves numbers alone', async () => {
  expect(await writtenValue('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"')
  expect(await writtenValue('@SUM(A1)')).toBe("'@SUM(A1)")
  expect(await writtenValue('+1+1')).toBe("'+1+1")
  expect(await writtenValue('-2+3')).toBe("'-2+3")
  expect(await writtenValue('\t=1')).toBe("'\t=1")
  expect(await writtenValue('\r=1')).toBe('"\'\r=1"')
  expect(await writtenValue('-12.5')).toBe('-12.5')
})
