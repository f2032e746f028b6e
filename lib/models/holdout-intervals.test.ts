import { expect, test } from 'vitest'
import { holdoutIntervals } from './holdout-intervals.ts'

test('shares of few cases have wide intervals', () => {
  // 6 of 8 alerts were fraud, and 6 of 10 frauds were found.
  const { precision, recall } = holdoutIntervals({ precision: 0.75, recall: 0.6, frauds: 10 })
  expect(precision?.value).toBe(0.75)
  expect(precision?.low).toBeCloseTo(0.409, 3)
  expect(precision?.high).toBeCloseTo(0.929, 3)
  expect(recall?.value).toBe(0.6)
  expect(recall?.low).toBeCloseTo(0.313, 3)
})

test('a version that flagged nothing has no precision', () => {
  expect(holdoutIntervals({ precision: 0, recall: 0, frauds: 10 }).precision).toBeNull()
})

test('what was not stored has no interval', () => {
  expect(holdoutIntervals({ precision: 0.5, recall: 0.5, frauds: undefined })).toEqual({
    precision: null,
    recall: null,
  })
})
