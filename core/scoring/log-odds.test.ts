import { expect, test } from 'vitest'
import { Random } from '../random.ts'
import { exp, log, logOddsOf, SMALLEST_PROBABILITY, sigmoid } from './log-odds.ts'

const random = new Random('log-odds')
const arguments_ = Array.from({ length: 20_000 }, () => random.between(-700, 700))

test('exp agrees with Math.exp to 1e-15', () => {
  for (const x of arguments_) expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-15)
  expect(exp(0)).toBe(1)
  expect(exp(1000)).toBe(Infinity)
  expect(exp(-1000)).toBe(0)
})

test('log agrees with Math.log to 1e-15', () => {
  for (const x of arguments_) {
    const value = Math.exp(x)
    const difference = Math.abs(log(value) - Math.log(value))
    expect(difference).toBeLessThanOrEqual(1e-15 * Math.max(Math.abs(x), 1))
  }
  expect(log(1)).toBe(0)
  expect(log(0.9999999)).toBeCloseTo(-1.00000005e-7, 15)
})

test('sigmoid stays in [0, 1] and mirrors', () => {
  for (const x of arguments_) {
    expect(sigmoid(x)).toBeGreaterThanOrEqual(0)
    expect(sigmoid(x)).toBeLessThanOrEqual(1)
    expect(sigmoid(x) + sigmoid(-x)).toBeCloseTo(1, 14)
  }
  expect(sigmoid(0)).toBe(0.5)
  expect([sigmoid(Infinity), sigmoid(-Infinity)]).toEqual([1, 0])
})

test('log-odds undo the sigmoid, and are finite for certain events', () => {
  for (let x = -15; x <= 15; x += 0.37) expect(logOddsOf(sigmoid(x))).toBeCloseTo(x, 8)
  expect(logOddsOf(0)).toBe(logOddsOf(SMALLEST_PROBABILITY))
  expect(logOddsOf(1)).toBeCloseTo(-logOddsOf(0), 6)
})
