import { brierScore } from '../core/evaluation/calibration.ts'
import { chooseCalibration } from '../core/evaluation/choose-calibration.ts'
import { chooseThreshold, type ThresholdObjective } from '../core/evaluation/choose-threshold.ts'
import { ratesOf } from '../core/evaluation/confusion.ts'
import { averagePrecision } from '../core/evaluation/precision-recall.ts'
import { rankByScore } from '../core/evaluation/ranking.ts'
import type { Calibration, ModelManifest } from '../core/scoring/model-manifest.ts'
import { loadScorer } from '../core/scoring/score.ts'
import type { LabelledRows } from './engine/labelled-rows.ts'
import { familyNames } from './families/registry.ts'
import type { FittedCandidate } from './fit-candidates.ts'
import { isShownBetter } from './is-shown-better.ts'
import type { PartRows } from './prepare-parts.ts'

/** How a candidate did on validation: what the choice between candidates is made by. */
export interface ValidationMetrics {
  averagePrecision: number
  precision: number
  recall: number
  f1: number
  /** Of the calibrated scores, on the rows that they were calibrated on. */
  brier: number
  brierUncalibrated: number
  rows: number
  frauds: number
}

/** A candidate with its calibration, threshold and measures. */
export interface MeasuredCandidate extends FittedCandidate {
  /** Turns its scores into probabilities; null where they do not rank. */
  calibration: Calibration | null
  threshold: number
  metrics: ValidationMetrics
}

/**
 * The artifact's scores may differ from the engine's by this much; more is a defect. Trees agree to 1e-7; a network's
 * engine multiplies in float32, the scorer in float64.
 */
const PARITY = 1e-5

/**
 * Calibrates a candidate on validation, measures it there and chooses its threshold. `manifest` is not calibrated.
 * Throws when artifact and engine disagree.
 */
export function measureCandidate(
  candidate: FittedCandidate,
  manifest: Omit<ModelManifest, 'threshold'>,
  validation: PartRows,
  objective: ThresholdObjective,
): MeasuredCandidate {
  const raw = scoreLikeEngine(candidate, manifest, validation)
  const { labels, amountCents, weights } = validation
  const outcome = { isFraud: labels, amountCents, ...(weights ? { weights } : {}) }
  const calibration = chooseCalibration({ scores: raw, ...outcome })
  const scorer = loadScorer({
    manifest: { ...manifest, ...(calibration ? { calibration } : {}) },
    payload: candidate.fitted.payload,
  })
  const rows = { scores: scorer.score(validation.features, validation.rowCount), ...outcome }
  const chosen = chooseThreshold(rows, objective)
  if (chosen.error) throw new RangeError(chosen.error.message)
  const { precision, recall, f1 } = ratesOf(chosen.data.confusion)
  return {
    ...candidate,
    calibration,
    threshold: Math.fround(chosen.data.threshold),
    metrics: {
      averagePrecision: averagePrecision(rankByScore(rows)),
      precision,
      recall,
      f1,
      brier: brierScore(rows),
      brierUncalibrated: brierScore({ scores: raw, ...outcome }),
      rows: validation.rowCount,
      frauds: validation.labels.reduce((sum, label) => sum + label, 0),
    },
  }
}

/** Scores validation rows as every reader will, but for calibration. Throws when the engine computed other scores. */
export function scoreLikeEngine(
  { family, fitted }: FittedCandidate,
  manifest: Omit<ModelManifest, 'threshold'>,
  validation: PartRows,
): Float32Array {
  const scorer = loadScorer({ manifest, payload: fitted.payload })
  const scores = scorer.score(validation.features, validation.rowCount)
  for (let row = 0; row < scores.length; row++) {
    if (Math.abs(scores[row]! - fitted.validationScores[row]!) > PARITY) {
      throw new Error(
        `The artifact of ${family} scores row ${row} as ${scores[row]}, its engine as ${fitted.validationScores[row]}.`,
      )
    }
  }
  return scores
}

/**
 * Chooses between candidates on validation. The highest average precision wins, unless a family that the registry
 * prefers is not shown to be worse (`isShownBetter`). Within a family the highest figure wins.
 */
export function chooseCandidate(
  candidates: readonly MeasuredCandidate[],
  rows: Pick<LabelledRows, 'labels' | 'weights' | 'cards'>,
): MeasuredCandidate {
  const highest = (some: readonly MeasuredCandidate[]) =>
    some.reduce((best, candidate) =>
      candidate.metrics.averagePrecision > best.metrics.averagePrecision ? candidate : best,
    )
  const best = highest(candidates)
  for (const name of familyNames) {
    if (name === best.family) break
    const ofFamily = candidates.filter((candidate) => candidate.family === name)
    if (ofFamily.length === 0) continue
    const preferred = highest(ofFamily)
    if (!isShownBetter(best.fitted.validationScores, preferred.fitted.validationScores, rows)) {
      return preferred
    }
  }
  return best
}
