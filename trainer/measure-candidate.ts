import { bootstrapDifference } from '../core/evaluation/bootstrap.ts'
import { brierScore } from '../core/evaluation/calibration.ts'
import { chooseThreshold, type ThresholdObjective } from '../core/evaluation/choose-threshold.ts'
import { ratesOf } from '../core/evaluation/confusion.ts'
import { averagePrecision } from '../core/evaluation/precision-recall.ts'
import { rankByScore } from '../core/evaluation/ranking.ts'
import type { ModelManifest } from '../core/scoring/model-artifact.ts'
import { loadScorer } from '../core/scoring/score.ts'
import { families } from './families/registry.ts'
import type { FittedCandidate } from './fit-candidates.ts'
import type { PartRows } from './prepare-parts.ts'

/** How a candidate did on validation: what the choice between candidates is made by. */
export interface ValidationMetrics {
  averagePrecision: number
  precision: number
  recall: number
  f1: number
  brier: number
  rows: number
  frauds: number
}

/** A candidate with its threshold and measures. */
export interface MeasuredCandidate extends FittedCandidate {
  threshold: number
  metrics: ValidationMetrics
}

/**
 * The artifact's scores may differ from the engine's by this much; more is a defect. Trees agree to 1e-7; a network's
 * engine multiplies in float32, the scorer in float64.
 */
const PARITY = 1e-5

/**
 * Measures a candidate on validation and chooses its threshold there. `manifest` lacks only the threshold.
 * Throws when artifact and engine disagree.
 */
export function measureCandidate(
  candidate: FittedCandidate,
  manifest: Omit<ModelManifest, 'threshold'>,
  validation: PartRows,
  objective: ThresholdObjective,
): MeasuredCandidate {
  const scores = scoreLikeEngine(candidate, manifest, validation)
  const rows = { scores, isFraud: validation.labels, amountCents: validation.amountCents }
  const chosen = chooseThreshold(rows, objective)
  if (chosen.error) throw new RangeError(chosen.error.message)
  const { precision, recall, f1 } = ratesOf(chosen.data.confusion)
  return {
    ...candidate,
    threshold: Math.fround(chosen.data.threshold),
    metrics: {
      averagePrecision: averagePrecision(rankByScore(rows)),
      precision,
      recall,
      f1,
      brier: brierScore(rows),
      rows: validation.rowCount,
      frauds: validation.labels.reduce((sum, label) => sum + label, 0),
    },
  }
}

/** Scores validation rows as every reader will. Throws when the engine computed other scores. */
export function scoreLikeEngine(
  { family, fitted }: FittedCandidate,
  manifest: Omit<ModelManifest, 'threshold'>,
  validation: PartRows,
): Float32Array {
  const scorer = loadScorer({ manifest: { ...manifest, threshold: 1 }, payload: fitted.payload })
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
 * prefers is not shown to be worse: with a handful of frauds the highest figure is mostly luck. "Shown" means that the
 * paired bootstrap's interval of the difference lies above 0. Within a family the highest figure wins.
 */
export function chooseCandidate(
  candidates: readonly MeasuredCandidate[],
  isFraud: Uint8Array,
): MeasuredCandidate {
  const highest = (some: readonly MeasuredCandidate[]) =>
    some.reduce((best, candidate) =>
      candidate.metrics.averagePrecision > best.metrics.averagePrecision ? candidate : best,
    )
  const best = highest(candidates)
  for (const { name } of families) {
    if (name === best.family) break
    const ofFamily = candidates.filter((candidate) => candidate.family === name)
    if (ofFamily.length === 0) continue
    const preferred = highest(ofFamily)
    const { low } = bootstrapDifference(
      {
        first: best.fitted.validationScores,
        second: preferred.fitted.validationScores,
        isFraud,
      },
      { seed: 'choice' },
    )
    if (low <= 0) return preferred
  }
  return best
}
