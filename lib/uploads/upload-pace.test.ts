import { expect, test } from 'vitest'
import { PaceMeter } from './upload-pace.ts'

test('tells rate and time left', () => {
  const meter = new PaceMeter()
  expect(meter.add(0, 0, 0, 100)).toBeNull()
  expect(meter.add(100, 10, 1, 100)).toBeNull()
  expect(meter.add(1000, 20, 4, 100)).toEqual({
    bytesPerSecond: 20,
    rowsPerSecond: 4,
    secondsLeft: 4,
  })
})

test('forgets what is long past', () => {
  const meter = new PaceMeter()
  meter.add(0, 0, 0, 1000)
  meter.add(1000, 500, 0, 1000)
  for (let second = 2; second <= 40; second++) meter.add(second * 1000, 500 + second, 0, 1000)
  expect(meter.add(41_000, 541, 0, 1000)?.bytesPerSecond).toBeCloseTo(1, 1)
})

test('begins anew when progress goes back', () => {
  const meter = new PaceMeter()
  meter.add(0, 0, 0, 100)
  meter.add(1000, 80, 0, 100)
  expect(meter.add(2000, 40, 0, 100)).toBeNull()
  expect(meter.add(3000, 50, 0, 100)?.bytesPerSecond).toBe(10)
})
