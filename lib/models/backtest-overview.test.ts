import { expect, test } from 'vitest'
import { describeDifference, parseBacktestId } from './backtest-overview.ts'

const compared = (value: number, low: number, high: number) => ({
  first: 'everyMonth' as const,
  second: 'neverRetrained' as const,
  difference: { value, low, high, mean: value, shareBetter: 0.5 },
  monthCount: 5,
})
const score = (value: number) => value.toFixed(2)

test.each([
  [
    compared(0.05, 0.03, 0.07),
    /^A model retrained every month is ahead .* by 0\.05 .* \(\+0\.03 to \+0\.07\) over 5 months/,
  ],
  [compared(-0.05, -0.07, -0.03), /is behind one never retrained by 0\.05/],
  [
    compared(0, 0, 0),
    /^A model retrained every month and one never retrained rank .* alike over 5/,
  ],
  [compared(0.01, -0.02, 0.04), /no difference is shown: \+0\.01 \(−0\.02 to \+0\.04\)/],
])('an interval decides what is said', (each, sentence) => {
  expect(describeDifference(each, score)).toMatch(sentence)
})

test('a number in the URL, and nothing else', () => {
  expect(parseBacktestId('12')).toBe(12)
  for (const nonsense of [null, undefined, '', '0', '-1', '1.5', 'x', ['1', '2']]) {
    expect(parseBacktestId(nonsense)).toBeNull()
  }
})
