import { averagePrecisionOf } from '../../core/evaluation/average-precision.ts'
import { fitPlatt } from '../../core/evaluation/fit-platt.ts'
import type { Model, SingleModel } from '../../core/scoring/model-manifest.ts'
import { moveSections } from '../../core/scoring/move-sections.ts'
import { loadScorer } from '../../core/scoring/score.ts'
import type { LabelledRows } from '../engine/labelled-rows.ts'
import { isShownBetter } from '../is-shown-better.ts'
import type { CombiningFamily, FittedMember, FittedModel } from './model-family.ts'

/** Bounds of a member's weight: a calibration on few frauds may ask for a slope that is far off. */
const SLOPE = { least: 0.25, most: 4 } as const

/**
 * Not blended: what is linear the others have learned too. Chosen by cross-validation over time on the ulb sample's
 * training and validation rows, see docs/evaluation.md.
 */
const LEFT_OUT = 'logistic-regression'

/**
 * The mean of the log-odds of the best candidates of the families that keep up with the best one. Families err on
 * different transactions, and a mean of them errs less than most of its parts (T. Dietterich, "Ensemble methods in
 * machine learning", 2000). Each one's log-odds are scaled by the slope that calibrates them on validation: a forest's,
 * which never come near certainty, would else hardly count beside those of boosting.
 */
export const blend: CombiningFamily = {
  name: 'blend',

  propose(candidates, validation) {
    const best = bestOfEachFamily(candidates, validation)
    if (best.length < 2) return []
    const members = best.map(({ family, hyperparameters, seed, fitted }) => ({
      family,
      hyperparameters,
      seed,
      steps: fitted.steps,
      weight: slopeOf(fitted.validationScores, validation),
    }))
    return [{ members }]
  },

  combine(members, combination, validation) {
    const { model, payload } = joinModels(
      members,
      combination.members.map(({ weight }) => weight),
    )
    const validationScores = scoreRows(model, payload, validation)
    return {
      model,
      payload,
      validationScores,
      steps: members.length,
      learningCurve: [
        {
          step: members.length,
          trainLoss: null,
          validationAveragePrecision: precisionOf(validationScores, validation),
        },
      ],
      backend: [...new Set(members.map(({ backend }) => backend))].sort().join(', '),
    }
  },
}

/** Without those that validation shows to be worse than the best of them: a mean with them would lose. */
function bestOfEachFamily(
  candidates: readonly FittedMember[],
  validation: LabelledRows,
): FittedMember[] {
  const best = new Map<string, { member: FittedMember; precision: number }>()
  for (const member of candidates) {
    if (member.family === LEFT_OUT) continue
    const precision = precisionOf(member.fitted.validationScores, validation)
    const known = best.get(member.family)
    if (!known || precision > known.precision) best.set(member.family, { member, precision })
  }
  const found = [...best.values()]
  const leader = found.reduce((a, b) => (b.precision > a.precision ? b : a), found[0]!)
  const keepsUp = ({ fitted }: FittedMember) =>
    !isShownBetter(leader.member.fitted.validationScores, fitted.validationScores, validation)
  return found.map(({ member }) => member).filter(keepsUp)
}

function slopeOf(scores: Float32Array, validation: LabelledRows): number {
  const platt = fitPlatt(asScored(scores, validation))
  if (platt.error) return 1
  return Math.min(Math.max(platt.data.slope, SLOPE.least), SLOPE.most)
}

function precisionOf(scores: Float32Array, validation: LabelledRows): number {
  return averagePrecisionOf(asScored(scores, validation))
}

function asScored(scores: Float32Array, { labels, weights }: LabelledRows) {
  return { scores, isFraud: labels, ...(weights ? { weights } : {}) }
}

/** One payload after the other; a member that is a blend itself gives its parts. */
function joinModels(members: readonly FittedModel[], weights: readonly number[]) {
  const payload = new Float32Array(members.reduce((sum, member) => sum + member.payload.length, 0))
  const components: { weight: number; model: SingleModel }[] = []
  let offset = 0
  for (const [index, member] of members.entries()) {
    payload.set(member.payload, offset)
    const { model } = member
    const parts = model.kind === 'blend' ? model.components : [{ weight: 1, model }]
    const total = parts.reduce((sum, part) => sum + part.weight, 0)
    for (const part of parts) {
      const weight = (weights[index]! * part.weight) / total
      components.push({ weight, model: moveSections(part.model, offset) })
    }
    offset += member.payload.length
  }
  return { model: { kind: 'blend' as const, components }, payload }
}

/** The scores as every reader computes them; the members' engines have been compared with them already. */
function scoreRows(model: Model, payload: Float32Array, rows: LabelledRows): Float32Array {
  const scorer = loadScorer({
    manifest: {
      featureNames: Array.from({ length: rows.featureCount }, (_, column) => `${column}`),
      encodings: [],
      model,
    },
    payload,
  })
  return scorer.score(rows.features, rows.rowCount)
}
