import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ROW_FAULT_CODES } from '../../datasets/profile.ts'
import { inspectFileHead } from '../../ingest/inspect-file.ts'
import { validatePart } from '../../ingest/validate-part.ts'
import { DEMO_FILES_REVISION, demoFile } from './demo-file.ts'
import { EVERY_MISTAKE_FILE, storyFileName, ULB_LIKE_FILE } from './file-names.ts'

const now = Date.UTC(2026, 0, 1)

function read(name: string): Buffer {
  return Buffer.concat([...demoFile(name, 'small')!])
}

function validate(name: string) {
  const bytes = read(name)
  const head = inspectFileHead(bytes).data!
  const part = validatePart({
    profile: head.profile,
    columns: head.columns,
    firstLine: head.firstDataLine,
    bytes: bytes.subarray(head.dataOffset),
    now,
  })
  return { head, ...part }
}

describe('the file with every kind of mistake', () => {
  const { head, transactions, rejected } = validate(EVERY_MISTAKE_FILE)

  test('has each fault of rows at least once', () => {
    expect(new Set(rejected.map(({ code }) => code))).toEqual(new Set(ROW_FAULT_CODES))
  })

  test('holds mostly good, labelled rows with enough fraud to measure a model', () => {
    expect(head.profile.slug).toBe('sparkov')
    expect(rejected.length).toBeLessThan(transactions.length / 10)
    expect(transactions.filter(({ isFraud }) => isFraud).length).toBeGreaterThan(20)
    expect(transactions.every(({ isFraud }) => isFraud !== null)).toBe(true)
  })

  test('holds a cell that a spreadsheet would run', () => {
    expect(rejected.map(({ value }) => value)).toContain('=2+2')
  })
})

test('the ulb-like file is recognised and clean, and later than the published one', () => {
  const { head, transactions, rejected } = validate(ULB_LIKE_FILE)
  expect(head.profile.slug).toBe('ulb')
  expect(rejected).toEqual([])
  expect(transactions).toHaveLength(4_000)
  expect(transactions.filter(({ isFraud }) => isFraud)).toHaveLength(40)
  expect(transactions[0]!.occurredAt).toBeGreaterThanOrEqual(Date.UTC(2013, 8, 3))
})

test('a month and its labels are the same rows', () => {
  const month = validate(storyFileName('2019-02', { withLabel: false }))
  const labels = validate(storyFileName('2019-02', { withLabel: true }))
  expect(month.head.hasLabels).toBe(false)
  expect(labels.head.hasLabels).toBe(true)
  expect(labels.transactions.map(({ fingerprint }) => fingerprint)).toEqual(
    month.transactions.map(({ fingerprint }) => fingerprint),
  )
})

test.each(['2019-07.csv', '2018-12.csv', '2019-13.csv', 'x.csv', '../2019-01.csv', ''])(
  'there is no file %j',
  (name) => expect(demoFile(name, 'small')).toBeNull(),
)

test('the revision rises when the bytes change', () => {
  const hash = createHash('sha256')
  for (const name of [EVERY_MISTAKE_FILE, ULB_LIKE_FILE, '2019-02.csv', '2019-02-labels.csv']) {
    hash.update(read(name))
  }
  expect([DEMO_FILES_REVISION, hash.digest('hex')]).toEqual([
    1,
    'ed2906e157d7da579de0c936d97cec377cb7ca90426bccf8beac7b3db4250625',
  ])
})
