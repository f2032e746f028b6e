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
import { takeParts } from './prepare-parts.ts'
import { type SplitPart, unseenPart } from './split-by-time.ts'
import type { TrainedDataset } from './trained-dataset.ts'
import type { TrainingData } from './training-data.ts'
import type { TrainingContext } from './training-job.ts'
import { getAliased } from './version-store.ts'

/** What is judged, and on what. */
export interface Trial {
  challenger: Scorer
  artifact: ModelArtifact
  data: TrainingData
  /** The hold-out. */
  part: SplitPart
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
  const { champion: opposed, ...verdict } = compareWithChampion(trial, opponent)
  return {
    ...verdict,
    decision: fault === null ? verdict.decision : refuseUncompared(verdict.decision, fault),
    servingId: champion?.modelVersionId ?? null,
    champion: opponent && opposed ? { version: opponent.version, averagePrecision: opposed } : null,
  }
}

/**
 * The gate itself: measures of the challenger, of the champion where there is one, and the decision. A champion may have
 * learned from rows of the hold-out, when newer rows were taken back since: those are left out of the comparison.
 *
 * @param champion `trainedUntil` in milliseconds since the epoch
 */
export function compareWithChampion(
  { challenger, artifact: { manifest }, data, part, settings, featureNames }: Trial,
  champion: { scorer: Scorer; trainedUntil: number } | null,
) {
  const holdout = takeParts(data, part)
  const scores = challenger.score(holdout.features, holdout.rowCount)
  const { metrics, curves } = evaluateHoldout(
    holdout,
    scores,
    manifest.threshold,
    reviewCostCents(settings),
    settings.alert_budget,
  )
  const unseen = champion ? unseenPart(data, part, champion.trainedUntil) : part
  const comparison =
    champion && compareOnHoldout(takeParts(data, unseen), challenger, champion.scorer)
  const decision = decidePromotion({
    holdout: comparison ?? metrics,
    baseRate: metrics.baseRate,
    challenger: { averagePrecision: comparison?.challenger ?? metrics.averagePrecision },
    champion: comparison && { averagePrecision: comparison.champion },
    pairedDifference: comparison?.difference ?? null,
    features: { expected: featureNames, actual: manifest.featureNames },
    minimumFrauds: comparison ? settings.gate_minimum_frauds : defaultMinimumFrauds.first,
    margin: settings.gate_margin,
  })
  const seenCount = part.rows.length - unseen.rows.length
  if (seenCount > 0) {
    decision.reason += ` Left out: ${seenCount.toLocaleString('en')} rows of the hold-out that the champion has learned from.`
  }
  return {
    decision,
    scores,
    metrics,
    curves,
    champion: comparison?.champion ?? null,
    difference: comparison?.difference ?? null,
  }
}
