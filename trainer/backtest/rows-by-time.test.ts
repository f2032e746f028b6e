import { expect, test } from 'vitest'
import { TrainingDataBuilder } from '../training-data.ts'
import { rowsBefore, rowsOfMonth } from './rows-by-time.ts'

const builder = new TrainingDataBuilder(1, 0)
for (const [day, fingerprint, label] of [
  ['2019-01-31T23:59:59.999Z', 1, 0],
  ['2019-02-01T00:00:00Z', 2, 1],
  ['2019-02-10T00:00:00Z', 1, 0],
  ['2019-02-28T23:59:59.999Z', 3, 0],
  ['2019-03-01T00:00:00Z', 4, 1],
] as const) {
  const row = builder.addRow()
  builder.data.occurredAt[row] = Date.parse(day)
  builder.data.fingerprints[row * 4] = fingerprint
  builder.data.labels[row] = label
  builder.data.features[row] = fingerprint
}
const data = builder.finish()

test('what is known before an instant ends just before it', () => {
  const known = rowsBefore(data, Date.parse('2019-02-01T00:00:00Z'))
  expect(known.rowCount).toBe(1)
  expect([...known.features]).toEqual([1])
  expect(known.fingerprints.length).toBe(4)
})

test('a month holds its own rows, without copies of earlier ones', () => {
  const february = rowsOfMonth(data, '2019-02')
  expect([...february.features]).toEqual([2, 3])
  expect([...february.labels]).toEqual([1, 0])
})

test('a month without rows is empty', () => {
  expect(rowsOfMonth(data, '2019-04').rowCount).toBe(0)
})
