import { describe, expect, test } from 'vitest'
import { Random } from '../random.ts'
import { loadCalibration } from '../scoring/calibrate.ts'
import { logOddsOf, sigmoid } from '../scoring/log-odds.ts'
import type { Calibration } from '../scoring/model-manifest.ts'
import { brierScore, calibrationBins, expectedCalibrationError } from './calibration.ts'
import { chooseCalibration } from './choose-calibration.ts'
import { fitIsotonic } from './fit-isotonic.ts'
import type { ScoredRows } from './ranking.ts'

/** Scores drawn evenly in log-odds; the chance of fraud is a function of the score. */
function draw(seed: number, count: number, chanceOf: (score: number) => number) {
  const random = new Random(seed)
  const scores = Float32Array.from({ length: count }, () => sigmoid(random.between(-6, 6)))
  return { scores, isFraud: Uint8Array.from(scores, (p) => (random.chance(chanceOf(p)) ? 1 : 0)) }
}

function apply(rows: ScoredRows, calibration: Calibration): ScoredRows {
  const calibrate = loadCalibration(calibration)
  return { ...rows, scores: Array.from(rows.scores, (p) => sigmoid(calibrate(logOddsOf(p)))) }
}

/** Half as steep as the scores say: what Platt's line repairs. */
const flat = (p: number) => sigmoid(0.5 * logOddsOf(p) - 1)
/** Two plateaus: what no line follows. */
const stepped = (p: number) => (p < 0.4 ? 0.02 : p < 0.9 ? 0.3 : 0.35)

describe('isotonic calibration', () => {
  test('makes scores probabilities on rows that it has not seen', () => {
    const fitted = fitIsotonic(draw(1, 20_000, stepped))
    if (fitted.error) throw new Error(fitted.error.message)
    const fresh = draw(2, 20_000, stepped)
    const calibrated = apply(fresh, fitted.data)
    expect(expectedCalibrationError(calibrationBins(calibrated))).toBeLessThan(0.03)
    expect(brierScore(calibrated)).toBeLessThan(0.7 * brierScore(fresh))
  })

  test('rises everywhere, so that no order changes', () => {
    const fitted = fitIsotonic(draw(1, 5_000, stepped))
    if (fitted.error) throw new Error(fitted.error.message)
    const calibrate = loadCalibration(fitted.data)
    let last = -Infinity
    for (let logOdds = -20; logOdds <= 20; logOdds += 0.01) {
      expect(calibrate(logOdds)).toBeGreaterThan(last)
      last = calibrate(logOdds)
    }
  })

  test('needs both classes and scores that rank', () => {
    const rows = draw(1, 100, () => 0)
    expect(fitIsotonic(rows).error?.code).toBe('one_class')
    const reversed = { scores: [0.1, 0.2, 0.8, 0.9], isFraud: [1, 1, 0, 0] }
    expect(fitIsotonic(reversed).error?.code).toBe('scores_do_not_rank')
  })
})

describe('the choice', () => {
  test('is a line where few frauds are known, whatever their shape', () => {
    expect(chooseCalibration(draw(1, 1_000, (p) => 0.5 * stepped(p)))?.kind).toBe('platt')
  })

  test('is the curve where a line does not fit and frauds are many', () => {
    expect(chooseCalibration(draw(3, 20_000, stepped))?.kind).toBe('isotonic')
  })

  test('is the line where it fits', () => {
    const rows = draw(4, 4_000, flat)
    const chosen = chooseCalibration(rows)!
    expect(chosen.kind).toBe('platt')
    expect(brierScore(apply(rows, chosen))).toBeLessThan(brierScore(rows))
  })

  test('is none where higher scores mean less fraud', () => {
    expect(chooseCalibration(draw(5, 2_000, (p) => 1 - p))).toBeNull()
  })
})
