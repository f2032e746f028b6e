import { expect, test } from 'vitest'
import { findMemoryTrends } from './memory-trend.ts'

const MB = 1_048_576
const samples = (megabytes: (minute: number) => number) =>
  Array.from({ length: 41 }, (_, at) => ({
    atMs: at * 15_000,
    bytes: { app: megabytes(at / 4) * MB },
  }))

test('a process that breathes is stable, whatever it grew while it warmed up', () => {
  const breathing = samples((minute) =>
    minute < 2 ? 50 + 100 * minute : 250 + 20 * Math.sin(9 * minute),
  )
  expect(findMemoryTrends(breathing).app).toMatchObject({ isStable: true })
  expect(Math.abs(findMemoryTrends(breathing).app!.slopeMbPerMinute)).toBeLessThan(1)
})

test('a process that leaks is not, and its slope says how much', () => {
  const leaking = samples((minute) => 100 + 30 * minute)
  expect(findMemoryTrends(leaking).app).toEqual({
    earlyMb: expect.any(Number),
    lateMb: expect.any(Number),
    slopeMbPerMinute: 30,
    isStable: false,
  })
})

test('one wild sample does not hide the trend', () => {
  const wild = samples((minute) => (minute === 5 ? 9_000 : 200))
  expect(findMemoryTrends(wild).app).toEqual({
    earlyMb: 200,
    lateMb: 200,
    slopeMbPerMinute: 0,
    isStable: true,
  })
})
