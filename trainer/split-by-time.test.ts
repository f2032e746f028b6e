import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { monthOf } from '../core/month.ts'
import { Random } from '../core/random.ts'
import { leastFrauds, splitByTime, type TimeSplit } from './split-by-time.ts'
import type { TrainingData } from './training-data.ts'

vi.setConfig({ testTimeout: 60_000 })

const DAY = 86_400_000

/** Data of the given instants; `twinOf[row]` shares the fingerprint of an earlier row. */
function makeData(
  occurredAt: number[],
  isFraud: (row: number) => boolean,
  twinOf: (row: number) => number = (row) => row,
): TrainingData {
  const rowCount = occurredAt.length
  return {
    rowCount,
    featureCount: 1,
    features: new Float32Array(rowCount),
    labels: Uint8Array.from(occurredAt, (_, row) => (isFraud(row) ? 1 : 0)),
    amountCents: new Float64Array(rowCount),
    occurredAt: Float64Array.from(occurredAt),
    fingerprints: Uint32Array.from({ length: rowCount * 4 }, (_, i) => {
      const source = twinOf(i >> 2)
      return Math.imul(source + 1, 2654435761) ^ (i & 3)
    }),
    cards: null,
  }
}

/** `days` days from 2017-01-01 with ten rows each. */
function steadyRows(days: number): number[] {
  return Array.from(
    { length: days * 10 },
    (_, row) => Date.UTC(2017, 0, 1) + Math.floor(row / 10) * DAY + (row % 10) * 60_000,
  )
}

function requireSplit(data: TrainingData): TimeSplit {
  const split = splitByTime(data)
  if (split.error) throw new Error(split.error.message)
  return split.data
}

function parts(split: TimeSplit) {
  return [split.train, split.validation, split.holdout]
}

const generatedData = fc
  .record({
    seed: fc.integer(),
    rowCount: fc.integer({ min: 60, max: 400 }),
    days: fc.integer({ min: 1, max: 600 }),
    fraudShare: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
    twinShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
  })
  .map(({ seed, rowCount, days, fraudShare, twinShare }) => {
    const random = new Random(seed)
    const instants = Array.from({ length: rowCount }, () => random.integer(days * 24) * 3_600_000)
    const frauds = instants.map(() => random.chance(fraudShare))
    const twins = instants.map((_, row) =>
      random.chance(twinShare) ? random.integer(row + 1) : row,
    )
    return makeData(
      instants.sort((a, b) => a - b),
      (row) => frauds[row]!,
      (row) => twins[row]!,
    )
  })

test('no part holds a row older than anything in the part before', () => {
  fc.assert(
    fc.property(generatedData, (data) => {
      const split = splitByTime(data)
      if (split.error) return
      let previous = -Infinity
      for (const part of parts(split.data)) {
        const times = [...part.rows].map((row) => data.occurredAt[row]!)
        expect(Math.min(...times)).toBeGreaterThan(previous)
        expect(Math.min(...times)).toBeGreaterThanOrEqual(part.from)
        expect(Math.max(...times)).toBeLessThan(part.to)
        previous = Math.max(...times)
      }
    }),
  )
})

test('no exact copy of a row lies in two parts, and nothing else is lost', () => {
  fc.assert(
    fc.property(generatedData, (data) => {
      const split = splitByTime(data)
      if (split.error) return
      const home = new Map<string, number>()
      const key = (row: number) => data.fingerprints.subarray(row * 4, row * 4 + 4).join()
      for (const [index, part] of parts(split.data).entries()) {
        for (const row of part.rows) {
          expect(home.get(key(row)) ?? index).toBe(index)
          home.set(key(row), index)
        }
      }
      const kept = parts(split.data).reduce((sum, part) => sum + part.rows.length, 0)
      expect(kept + split.data.twinCount).toBe(data.rowCount)
      expect(home.size).toBe(
        new Set(Array.from({ length: data.rowCount }, (_, row) => key(row))).size,
      )
    }),
  )
})

test('counts of frauds are those of the rows, and no part has too few', () => {
  fc.assert(
    fc.property(generatedData, (data) => {
      const split = splitByTime(data)
      if (split.error) return
      for (const name of ['train', 'validation', 'holdout'] as const) {
        const { rows, fraudCount } = split.data[name]
        expect(fraudCount).toBe(rows.reduce((sum, row) => sum + data.labels[row]!, 0))
        expect(fraudCount).toBeGreaterThanOrEqual(leastFrauds[name])
      }
    }),
  )
})

test('two years with many frauds are cut at months: the last is the hold-out, the one before validation', () => {
  const split = requireSplit(makeData(steadyRows(730), (row) => row % 5 === 0))
  expect(split.strategy).toBe('months')
  expect(monthOf(split.validation.from)).toBe('2018-11')
  expect(new Date(split.holdout.from).toISOString()).toBe('2018-12-01T00:00:00.000Z')
})

test('months with few frauds are joined until there are fifty', () => {
  const split = requireSplit(makeData(steadyRows(730), (row) => row % 20 === 0))
  expect(split.strategy).toBe('months')
  expect(monthOf(split.holdout.from)).toBe('2018-09')
  expect(split.holdout.fraudCount).toBeGreaterThanOrEqual(50)
})

test('a few days are cut in pauses between frauds, near 60 and 80 percent of them', () => {
  const split = requireSplit(makeData(steadyRows(20), (row) => row % 2 === 0))
  expect(split.strategy).toBe('fraud-shares')
  expect(Math.abs(split.train.fraudCount - 60)).toBeLessThanOrEqual(4)
  expect(Math.abs(split.holdout.fraudCount - 20)).toBeLessThanOrEqual(4)
})

test('a burst of frauds stays in one part, and the parts around it have legitimate rows', () => {
  const burst = new Set([1150, 1151, 1152, 1153, 1154, 1155])
  const frauds = new Set([
    100,
    200,
    300,
    400,
    500,
    600,
    700,
    800,
    900,
    1000,
    ...burst,
    1300,
    1400,
    1500,
    1600,
  ])
  const split = requireSplit(makeData(steadyRows(170), (row) => frauds.has(row)))
  const holding = parts(split).filter((part) => part.rows.some((row) => burst.has(row)))
  expect(holding.length).toBe(1)
  for (const part of parts(split)) expect(part.rows.length).toBeGreaterThan(50)
})

test('rows of one instant are never parted', () => {
  const instants = Array.from({ length: 400 }, (_, row) => Math.floor(row / 40) * DAY)
  const data = makeData(instants, (row) => row % 4 === 0)
  const split = requireSplit(data)
  const instantsOf = parts(split).map((part) => new Set([...part.rows].map((row) => instants[row])))
  const total = instantsOf.reduce((sum, set) => sum + set.size, 0)
  expect(total).toBe(10)
})

test('says in a sentence why rows cannot be parted', () => {
  const code = (data: TrainingData) => splitByTime(data).error?.code
  expect(code(makeData([], () => true))).toBe('no_labelled_rows')
  expect(code(makeData(steadyRows(5), () => false))).toBe('no_frauds')
  expect(code(makeData(steadyRows(5), () => true))).toBe('one_class')
  expect(code(makeData(steadyRows(100), (row) => row % 100 === 0))).toBe('too_few_frauds')
  expect(
    code(
      makeData(
        steadyRows(1).map(() => 0),
        (row) => row % 2 === 0,
      ),
    ),
  ).toBe('too_few_frauds')
  expect(splitByTime(makeData(steadyRows(100), (row) => row % 100 === 0)).error?.message).toBe(
    'Cannot train: 10 frauds cannot be parted by time into at least 8 for training, 3 for validation and 4 for the hold-out. Wait for more labels.',
  )
})
