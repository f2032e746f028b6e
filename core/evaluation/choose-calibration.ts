import type { Result } from '../result.ts'
import { loadCalibration } from '../scoring/calibrate.ts'
import { logOddsOf, sigmoid } from '../scoring/log-odds.ts'
import type { Calibration } from '../scoring/model-manifest.ts'
import { brierScore } from './calibration.ts'
import { fitIsotonic } from './fit-isotonic.ts'
import { type CalibrationFaultCode, fitPlatt } from './fit-platt.ts'
import type { ScoredRows } from './ranking.ts'

/** Frauds below which a free curve would follow single ones: two parameters then say all that is known. */
const FRAUDS_FOR_A_CURVE = 200

/** Blocks of rows, in their order, of which each is left out of fitting once and measured on. */
const BLOCKS = 5

/**
 * The calibration that travels with a model: Platt's line, or the isotonic curve where there are frauds enough for it
 * and its Brier score is lower on rows that it was not fitted on. Null where scores cannot be calibrated.
 * `rows` are validation rows in time order.
 */
export function chooseCalibration(rows: ScoredRows): Calibration | null {
  const platt = fitPlatt(rows)
  if (platt.error) return null
  let frauds = 0
  for (let row = 0; row < rows.isFraud.length; row++) if (rows.isFraud[row]) frauds++
  if (frauds < FRAUDS_FOR_A_CURVE) return platt.data
  const isotonic = fitIsotonic(rows)
  if (isotonic.error) return platt.data
  return brierOfBlocks(rows, fitIsotonic) < brierOfBlocks(rows, fitPlatt)
    ? isotonic.data
    : platt.data
}

type Fit = (rows: ScoredRows) => Result<Calibration, CalibrationFaultCode>

/** The Brier score over all blocks, each one calibrated by what was fitted on the others. */
function brierOfBlocks(rows: ScoredRows, fitOn: Fit): number {
  const count = rows.scores.length
  const calibrated = Float64Array.from(rows.scores)
  for (let block = 0; block < BLOCKS; block++) {
    const start = Math.floor((block * count) / BLOCKS)
    const end = Math.floor(((block + 1) * count) / BLOCKS)
    const others = Array.from({ length: count }, (_, row) => row).filter(
      (row) => row < start || row >= end,
    )
    const { weights } = rows
    const fitted = fitOn({
      scores: others.map((row) => rows.scores[row]!),
      isFraud: others.map((row) => rows.isFraud[row]!),
      ...(weights ? { weights: others.map((row) => weights[row]!) } : {}),
    })
    if (fitted.error) return Number.POSITIVE_INFINITY
    const calibrate = loadCalibration(fitted.data)
    for (let row = start; row < end; row++) {
      calibrated[row] = sigmoid(calibrate(logOddsOf(rows.scores[row]!)))
    }
  }
  return brierScore({ ...rows, scores: calibrated })
}
