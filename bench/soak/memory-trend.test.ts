import { expect, test } from 'vitest'
import { findMemoryTrend } from './memory-trend.ts'

const MB = 1_048_576

/** Ten minutes of readings, one every five seconds. */
const readings = (megabytes: (minute: number) => number) =>
  Array.from({ length: 121 }, (_, at) => ({ atMs: at * 5_000, bytes: megabytes(at / 12) * MB }))

test('a saw that stands on level ground is stable, whatever it grew while it warmed up', () => {
  const saw = (minute: number) => 250 + ((minute * 97) % 60)
  const trend = findMemoryTrend(readings((minute) => (minute < 5 ? 40 * minute : saw(minute))))!
  expect(trend.isStable).toBe(true)
  expect(Math.abs(trend.mbPerHour.estimate)).toBeLessThan(20)
})

test('a leak under a saw is not, and the interval holds its pace', () => {
  const trend = findMemoryTrend(readings((minute) => 250 + 8 * minute + ((minute * 97) % 20)))!
  expect(trend.isStable).toBe(false)
  expect(trend.mbPerHour.atLeast).toBeLessThan(480)
  expect(trend.mbPerHour.atMost).toBeGreaterThan(480)
})

test('a leak of a small heap is found, where nothing hides it, and caches that fill slowly are none', () => {
  const leak = findMemoryTrend(readings((minute) => 60 + 3 * minute))!
  expect(leak).toMatchObject({ isStable: false, mbPerHour: { estimate: 180, atLeast: 180 } })
  const caches = findMemoryTrend(readings((minute) => 60 + minute))!
  expect(caches).toMatchObject({ isStable: true, mbPerHour: { estimate: 60 } })
})

test('wild readings do not hide the trend', () => {
  const wild = readings((minute) => (minute > 7 && minute < 7.3 ? 9_000 : 200))
  expect(findMemoryTrend(wild)).toEqual({
    firstMb: 200,
    lastMb: 200,
    mbPerHour: { estimate: 0, atLeast: 0, atMost: 0 },
    isStable: true,
  })
})

test('too few readings have no trend', () => {
  expect(findMemoryTrend(readings(() => 1).slice(0, 20))).toBeNull()
})
