import { describe, expect, it } from 'vitest'
import { measureQuality } from './prediction-quality.ts'

const outcome = {
  scoredCount: 1000,
  flaggedCount: 10,
  truePositiveCount: 6,
  falsePositiveCount: 2,
  falseNegativeCount: 4,
  trueNegativeCount: 988,
}

describe('measureQuality', () => {
  it('gives precision over labelled flags and recall over all fraud', () => {
    expect(measureQuality(outcome)).toMatchObject({
      labelledShare: 1,
      awaitingCount: 2,
      precision: 0.75,
      recall: 0.6,
    })
  })

  it('leaves precision and recall open while most labels are out', () => {
    const recent = { ...outcome, trueNegativeCount: 100 }
    expect(measureQuality(recent)).toMatchObject({
      precision: null,
      recall: null,
      labelledShare: 0.112,
    })
  })

  it('has no precision without flags and no recall without fraud', () => {
    const quiet = {
      scoredCount: 5,
      flaggedCount: 0,
      truePositiveCount: 0,
      falsePositiveCount: 0,
      falseNegativeCount: 0,
      trueNegativeCount: 5,
    }
    expect(measureQuality(quiet)).toMatchObject({ precision: null, recall: null, awaitingCount: 0 })
    expect(measureQuality({ ...quiet, scoredCount: 0, trueNegativeCount: 0 }).labelledShare).toBe(0)
  })
})
