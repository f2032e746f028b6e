import { fail, ok, type Result } from '../result.ts'
import { logOddsOf, sigmoid } from '../scoring/log-odds.ts'
import type { Calibration } from '../scoring/model-manifest.ts'
import { requireScoredRows, type ScoredRows } from './ranking.ts'

/** Why scores cannot be calibrated. */
export type CalibrationFaultCode = 'one_class' | 'scores_do_not_rank'

/** A line through the log-odds. */
export type PlattScaling = Extract<Calibration, { kind: 'platt' }>

const MAX_STEPS = 100

/**
 * Fits the slope and intercept that turn the scores' log-odds into probabilities, on validation rows.
 * J. Platt, "Probabilistic outputs for support vector machines", 1999, with its smoothed targets, by
 * Newton's method with halved steps (H.-T. Lin, C.-J. Lin and R. Weng, 2007). Scores are in [0, 1].
 */
export function fitPlatt(rows: ScoredRows): Result<PlattScaling, CalibrationFaultCode> {
  requireScoredRows(rows)
  const { scores, isFraud } = rows
  const weights = Float64Array.from({ length: scores.length }, (_, row) => rows.weights?.[row] ?? 1)
  let fraudWeight = 0
  let legitimateWeight = 0
  for (const [row, weight] of weights.entries()) {
    if (isFraud[row]) fraudWeight += weight
    else legitimateWeight += weight
  }
  if (fraudWeight === 0 || legitimateWeight === 0) {
    return fail(
      'one_class',
      'Cannot calibrate: the validation rows need frauds and legitimate rows.',
    )
  }
  const x = Float64Array.from(scores, logOddsOf)
  const targets = Float64Array.from(weights, (_, row) =>
    isFraud[row] ? (fraudWeight + 1) / (fraudWeight + 2) : 1 / (legitimateWeight + 2),
  )

  let slope = 1
  let intercept = 0
  let loss = logLoss(slope, intercept)
  for (let step = 0; step < MAX_STEPS; step++) {
    const [slopeStep, interceptStep] = newtonStep(slope, intercept)
    let size = 1
    let candidate = logLoss(slope - slopeStep, intercept - interceptStep)
    while (candidate > loss && size > 1e-10) {
      size /= 2
      candidate = logLoss(slope - size * slopeStep, intercept - size * interceptStep)
    }
    slope -= size * slopeStep
    intercept -= size * interceptStep
    const isDone = Math.abs(size * slopeStep) + Math.abs(size * interceptStep) < 1e-13
    loss = candidate
    if (isDone) break
  }
  if (!(slope > 0)) {
    return fail(
      'scores_do_not_rank',
      'Cannot calibrate: higher scores do not mean more fraud on the validation rows.',
    )
  }
  return ok({ kind: 'platt', slope, intercept })

  function logLoss(a: number, b: number): number {
    let sum = 0
    for (let row = 0; row < x.length; row++) {
      const f = a * x[row]! + b
      sum +=
        weights[row]! * (Math.max(f, 0) + Math.log1p(Math.exp(-Math.abs(f))) - targets[row]! * f)
    }
    return sum
  }

  /** Inverse Hessian times gradient; the ridge keeps it defined when all scores are equal. */
  function newtonStep(a: number, b: number): [number, number] {
    let [gradientA, gradientB, aa, ab, bb] = [0, 0, 1e-12, 0, 1e-12]
    for (let row = 0; row < x.length; row++) {
      const p = sigmoid(a * x[row]! + b)
      const weight = weights[row]!
      const error = weight * (p - targets[row]!)
      const curvature = weight * p * (1 - p)
      gradientA += error * x[row]!
      gradientB += error
      aa += curvature * x[row]! * x[row]!
      ab += curvature * x[row]!
      bb += curvature
    }
    const determinant = aa * bb - ab * ab
    return [
      (bb * gradientA - ab * gradientB) / determinant,
      (aa * gradientB - ab * gradientA) / determinant,
    ]
  }
}
