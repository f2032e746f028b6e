import { fail, ok, type Result } from '../result.ts'
import { logOddsOf } from '../scoring/log-odds.ts'
import type { Calibration } from '../scoring/model-manifest.ts'
import type { CalibrationFaultCode } from './fit-platt.ts'
import { rankByScore, type ScoredRows } from './ranking.ts'

/** Rows of neighbouring scores that share one probability. */
interface Block {
  fraud: number
  weight: number
  /** Sum of weight × log-odds. */
  position: number
}

/**
 * Fits the increasing function of the scores that is nearest to the outcomes, by pooling adjacent violators
 * (M. Ayer et al., Annals of Mathematical Statistics 26, 1955; B. Zadrozny and C. Elkan, KDD 2002), and draws straight
 * lines, in log-odds, between the middles of its steps: steps themselves would make equals of rows that a model tells
 * apart. Every step is moved by one row of the usual share of fraud, so that none is certain. Scores are in [0, 1].
 */
export function fitIsotonic(rows: ScoredRows): Result<Calibration, CalibrationFaultCode> {
  const ranking = rankByScore(rows)
  const { fraudWeight, legitimateWeight } = ranking
  if (fraudWeight === 0 || legitimateWeight === 0) {
    return fail(
      'one_class',
      'Cannot calibrate: the validation rows need frauds and legitimate rows.',
    )
  }
  const share = fraudWeight / (fraudWeight + legitimateWeight)
  const from: number[] = []
  const to: number[] = []
  for (const { fraud, weight, position } of poolViolators(ranking)) {
    const x = position / weight
    const y = logOddsOf((fraud + share) / (weight + 1))
    if (from.length > 0 && !(x > from.at(-1)! && y > to.at(-1)!)) continue
    from.push(x)
    to.push(y)
  }
  if (from.length < 2) {
    return fail(
      'scores_do_not_rank',
      'Cannot calibrate: higher scores do not mean more fraud on the validation rows.',
    )
  }
  return ok({ kind: 'isotonic', from, to })
}

/** Blocks of ascending score whose share of fraud rises. */
function poolViolators({
  thresholds,
  truePositives,
  falsePositives,
}: ReturnType<typeof rankByScore>): Block[] {
  const blocks: Block[] = []
  for (let i = thresholds.length - 1; i >= 0; i--) {
    const fraud = truePositives[i]! - (truePositives[i - 1] ?? 0)
    const weight = fraud + falsePositives[i]! - (falsePositives[i - 1] ?? 0)
    if (!(weight > 0)) continue
    let block = { fraud, weight, position: weight * logOddsOf(thresholds[i]!) }
    for (let below = blocks.at(-1); below; below = blocks.at(-1)) {
      if (below.fraud * block.weight < block.fraud * below.weight) break
      blocks.pop()
      block = {
        fraud: below.fraud + block.fraud,
        weight: below.weight + block.weight,
        position: below.position + block.position,
      }
    }
    blocks.push(block)
  }
  return blocks
}
