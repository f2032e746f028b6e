import { expect, test } from 'vitest'
import { Random } from '../random.ts'
import { dailyRhythms, drawSecondOfDay } from './daily-rhythm.ts'

test('the shares of the ways of living add up to one', () => {
  const total = dailyRhythms.reduce((sum, { share }) => sum + share, 0)
  expect(total).toBeCloseTo(1, 10)
})

test('night owls shop at night, office workers hardly ever', () => {
  expect(nightShare('night owl')).toBeGreaterThan(0.3)
  expect(nightShare('office worker')).toBeLessThan(0.1)
})

test('a late clock moves purchases, and midnight wraps around', () => {
  const rhythm = dailyRhythms[0]!
  const random = new Random(1)
  for (let i = 0; i < 2000; i++) {
    const second = drawSecondOfDay(random, rhythm, false, random.between(-30, 30))
    expect(second).toBeGreaterThanOrEqual(0)
    expect(second).toBeLessThan(86_400)
  }
})

function nightShare(name: string): number {
  const rhythm = dailyRhythms.find((candidate) => candidate.name === name)!
  const random = new Random(2)
  let night = 0
  for (let i = 0; i < 5000; i++) {
    const hour = drawSecondOfDay(random, rhythm, false, 0) / 3600
    if (hour >= 22 || hour < 4) night++
  }
  return night / 5000
}
