import { type DatasetSettings, reviewCostCents } from '../core/publishing/dataset-settings.ts'
import {
  decidePromotion,
  defaultMinimumFrauds,
  refuseUncompared,
} from '../core/publishing/promotion-policy.ts'
import type { ModelArtifact } from '../core/scoring/model-artifact.ts'
import type { Scorer } from '../core/scoring/score.ts'
import { compareOnHoldout, evaluateHoldout } from './evaluate-holdout.ts'
import { findServing } from './find-serving.ts'
import type { PartRows } from './prepare-parts.ts'
import type { TrainedDataset } from './trained-dataset.ts'
import type { TrainingContext } from './training-job.ts'
import { getAliased } from './version-store.ts'

/** What is judged, and on what. */
export interface Trial {
  challenger: Scorer
  artifact: ModelArtifact
  holdout: PartRows
  settings: DatasetSettings
  /** Of the dataset, in order. */
  featureNames: readonly string[]
}

/**
 * Lets challenger and champion score the same hold-out, once, and asks the promotion policy. In the place of a damaged
 * champion stands the version that scores in its place; where all that served are damaged, the challenger is refused.
 */
export async function judgeChallenger(
  context: TrainingContext,
  dataset: TrainedDataset,
  trial: Trial,
) {
  const champion = await getAliased(context.sql, dataset.id, 'champion')
  const { serving: opponent, fault } = champion
    ? await findServing(context, dataset, champion, trial.featureNames, 'gate')
    : { serving: null, fault: null }
  const { champion: opposed, ...verdict } = compareWithChampion(trial, opponent?.scorer ?? null)
  return {
    ...verdict,
    decision: fault === null ? verdict.decision : refuseUncompared(verdict.decision, fault),
    servingId: champion?.modelVersionId ?? null,
    champion: opponent && opposed ? { version: opponent.version, averagePrecision: opposed } : null,
  }
}

/** The gate itself: measures of the challenger, of the champion where there is one, and the decision. */
export function compareWithChampion(
  { challenger, artifact: { manifest }, holdout, settings, featureNames }: Trial,
  champion: Scorer | null,
) {
  const scores = challenger.score(holdout.features, holdout.rowCount)
  const { metrics, curves } = evaluateHoldout(
    holdout,
    scores,
    manifest.threshold,
    reviewCostCents(settings),
    settings.alert_budget,
  )
  const comparison =
    champion &&
    compareOnHoldout(holdout, scores, champion.score(holdout.features, holdout.rowCount))
  const decision = decidePromotion({
    holdout: { rows: metrics.rows, frauds: metrics.frauds, fraudCards: metrics.fraudCards },
    baseRate: metrics.baseRate,
    challenger: { averagePrecision: metrics.averagePrecision },
    champion: comparison && { averagePrecision: comparison.champion },
    pairedDifference: comparison?.difference ?? null,
    features: { expected: featureNames, actual: manifest.featureNames },
    minimumFrauds: comparison ? settings.gate_minimum_frauds : defaultMinimumFrauds.first,
    margin: settings.gate_margin,
  })
  return {
    decision,
    scores,
    metrics,
    curves,
    champion: comparison?.champion ?? null,
    difference: comparison?.difference ?? null,
  }
}
