import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectFileHead } from '../../core/ingest/inspect-file.ts'
import { writeHistoryFile, writeLabelsFile, writeMonthFile } from './story-files.ts'

let folder: string
const scale = 'small'
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraud-desk-story-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).trimEnd().split('\n')
}

test('the history has two years with labels', { timeout: 30_000 }, async () => {
  const { path, rowCount } = await writeHistoryFile({ folder, scale })
  expect(path).toBe(join(folder, 'history-2017-01-to-2018-12.csv'))
  const [header, ...rows] = await linesOf(path)
  expect(header).toMatch(/,is_fraud$/)
  expect(rows).toHaveLength(rowCount)
  expect(rows[0]).toMatch(/^2017-01-01 /)
  expect(rows.at(-1)).toMatch(/^2018-12-31 /)
  expect(rows.filter((row) => row.endsWith(',1')).length).toBeGreaterThan(200)
})

test('a month comes without labels, and its labels file has the same rows with them', async () => {
  const month = await writeMonthFile({ folder, scale }, '2019-02')
  const labels = await writeLabelsFile({ folder, scale }, '2019-02')
  expect(labels.path).toBe(join(folder, '2019-02-labels.csv'))
  const unlabelled = await linesOf(month.path)
  const labelled = await linesOf(labels.path)
  expect(labelled.map((line) => line.replace(/,(is_fraud|0|1)$/, ''))).toEqual(unlabelled)
  expect(unlabelled).toHaveLength(month.rowCount + 1)
})

test('the files are recognised as sparkov, with and without labels', async () => {
  for (const write of [writeMonthFile, writeLabelsFile]) {
    const { path } = await write({ folder, scale }, '2019-03')
    const head = inspectFileHead(await readFile(path))
    expect(head.error).toBeNull()
    expect(head.data?.profile.slug).toBe('sparkov')
    expect(head.data?.hasLabels).toBe(write === writeLabelsFile)
  }
})

test('an interrupted file leaves nothing behind', async () => {
  const before = await readdir(folder)
  const signal = AbortSignal.timeout(20)
  await expect(writeHistoryFile({ folder, scale: 'full', signal })).rejects.toThrow()
  expect(await readdir(folder)).toEqual(before)
})
