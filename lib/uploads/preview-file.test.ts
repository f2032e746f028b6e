import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { sparkovLines } from '../../core/simulator/sparkov-lines.ts'
import { previewFile } from './preview-file.ts'

const now = Date.UTC(2026, 0, 1)
const [header, ...rows] = [
  ...sparkovLines({ seed: 3, cards: 20, from: '2019-01', to: '2019-01' }, { withLabel: false }),
].filter((line) => !line.includes('"'))

function file(lines: (string | undefined)[], name = 'file.csv'): File {
  return new File([lines.join('')], name)
}

test('shows the first rows as they lie there and marks the faulty ones', async () => {
  const cells = rows[2]!.split(',')
  const damaged = cells.with(4, 'twelve').join(',')
  const { data } = await previewFile(file([header, ...rows.with(2, damaged)]), now)
  expect(data).toMatchObject({
    profile: 'sparkov',
    labelColumn: null,
    checkedCount: rows.length,
    faultyCount: 1,
    isWhole: true,
  })
  expect(data?.rows).toHaveLength(20)
  expect(data?.rows[2]).toMatchObject({
    line: 4,
    fault: { column: 'amt', code: 'not_a_number' },
  })
  expect(data?.rows[2]?.cells[4]).toBe('twelve')
  expect(data?.rows.filter(({ fault }) => fault !== null)).toHaveLength(1)
})

test('checks whole rows of the first megabyte alone, packed or not', async () => {
  const many = Array.from({ length: 60 }, () => rows).flat()
  const plain = file([header, ...many])
  const packed = new File([gzipSync([header, ...many].join(''))], 'file.csv.gz')
  const previews = [await previewFile(plain, now), await previewFile(packed, now)]
  for (const { data } of previews) {
    expect(data?.isWhole).toBe(false)
    expect(data?.faultyCount).toBe(0)
    expect(data?.checkedCount).toBeGreaterThan(1_000)
    expect(data?.checkedCount).toBeLessThan(many.length)
  }
})

test('refuses a file without a good row, with the cure of what is wrong most often', async () => {
  const damaged = rows.map((row, index) =>
    row
      .split(',')
      .with(index === 0 ? 2 : 4, '')
      .join(','),
  )
  const { error } = await previewFile(file([header, ...damaged]), now)
  expect(error?.code).toBe('no_good_rows')
  expect(error?.message).toBe(
    `None of its ${rows.length} rows can be used. Most often: amt is blank. Fill it in.`,
  )
})

test('refuses what is not a table', async () => {
  expect((await previewFile(file(['%PDF-1.7']), now)).error?.code).toBe('not_a_table')
  expect((await previewFile(file([header]), now)).error?.code).toBe('header_only')
})

test('refuses a file above the limit before it is read to its end', async () => {
  const source = { name: 'big.csv', size: 3e9, stream: () => file([header, ...rows]).stream() }
  expect((await previewFile(source, now)).error?.code).toBe('too_large')
})
