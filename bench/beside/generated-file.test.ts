import { expect, test } from 'vitest'
import { generatedFile } from './generated-file.ts'

const read = (file: ReturnType<typeof generatedFile>) => new Response(file.stream()).text()

test('is as long as it says, the same every time, and no row is like another', async () => {
  const file = generatedFile('large.csv', 2_000_000)
  const text = await read(file)
  expect(text).toBe(await read(file))
  expect(text.length).toBe(file.size)
  expect(file.size).toBeGreaterThan(1_999_000)
  const [header, ...rows] = text.trimEnd().split('\n')
  expect(header!.split(',')).toHaveLength(31)
  expect(rows).toHaveLength(file.rowCount)
  expect(new Set(rows).size).toBe(file.rowCount)
  expect(rows[0]).toMatch(/^1000000,1\.\d{6},/)
  expect(rows[4_321]).toMatch(/^1004321,/)
  expect(rows.some((row) => row.endsWith(',1'))).toBe(true)
})
