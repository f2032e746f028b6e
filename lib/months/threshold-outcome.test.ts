import { describe, expect, it } from 'vitest'
import { countAtThreshold, firstFlaggedBin, groupBins } from './threshold-outcome.ts'

function bins(entries: Record<number, number>): number[] {
  const values = new Array<number>(200).fill(0)
  for (const [bin, value] of Object.entries(entries)) values[Number(bin)] = value
  return values
}

// Frauds at scores 0.10, 0.50 and 0.999; legitimate at 0.0, 0.40 and 0.60; unlabelled at 0.70.
const histograms = {
  fraudScores: bins({ 20: 1, 100: 2, 199: 3 }),
  legitimateScores: bins({ 0: 100, 80: 10, 120: 5 }),
  unlabelledScores: bins({ 140: 7 }),
  fraudAmounts: bins({ 20: 10.5, 100: 200, 199: 3000 }),
}

describe('countAtThreshold', () => {
  it('counts the bin that starts at the threshold as flagged', () => {
    expect(countAtThreshold(histograms, 0.5)).toEqual({
      flaggedCount: 17,
      caughtCount: 5,
      missedCount: 1,
      falseAlarmCount: 5,
      awaitingCount: 7,
      caughtAmount: 3200,
      missedAmount: 10.5,
    })
  })

  it('flags everything at 0 and nothing above 1', () => {
    expect(countAtThreshold(histograms, 0)).toMatchObject({ flaggedCount: 128, missedCount: 0 })
    expect(countAtThreshold(histograms, 1.01)).toMatchObject({ flaggedCount: 0, missedCount: 6 })
  })

  it('never loses or invents a transaction, whatever the threshold', () => {
    for (let step = 0; step <= 1000; step++) {
      const outcome = countAtThreshold(histograms, step / 1000)
      expect(outcome.caughtCount + outcome.missedCount).toBe(6)
      expect(outcome.caughtAmount + outcome.missedAmount).toBe(3210.5)
    }
  })
})

describe('firstFlaggedBin', () => {
  it('takes edges exactly in spite of floating point', () => {
    for (let bin = 0; bin <= 200; bin++) expect(firstFlaggedBin(bin / 200, 200)).toBe(bin)
    expect(firstFlaggedBin(0.35, 200)).toBe(70)
  })

  it('takes a cut bin whole when the threshold is in its lower half', () => {
    expect(firstFlaggedBin(0.5012, 200)).toBe(100)
    expect(firstFlaggedBin(0.5038, 200)).toBe(101)
  })
})

describe('groupBins', () => {
  it('adds neighbours and keeps the total', () => {
    expect(groupBins([1, 2, 3, 4, 5], 2)).toEqual([3, 7, 5])
  })
})
