import { type DatasetSettings, reviewCostCents } from '../core/publishing/dataset-settings.ts'
import { decidePromotion, defaultMinimumFrauds } from '../core/publishing/promotion-policy.ts'
import type { ModelArtifact } from '../core/scoring/model-artifact.ts'
import type { Scorer } from '../core/scoring/score.ts'
import { compareOnHoldout, evaluateHoldout } from './evaluate-holdout.ts'
import { openVersion } from './open-version.ts'
import type { PartRows } from './prepare-parts.ts'
import * as runs from './run-store.ts'
import type { TrainingContext } from './training-job.ts'

/** What is judged, and on what. */
export interface Trial {
  challenger: Scorer
  artifact: ModelArtifact
  holdout: PartRows
  settings: DatasetSettings
  /** Of the dataset, in order. */
  featureNames: readonly string[]
}

/** Lets challenger and champion score the same hold-out, once, and asks the promotion policy. */
export async function judgeChallenger(
  context: TrainingContext,
  dataset: runs.TrainedDataset,
  trial: Trial,
) {
  const serving = await runs.getAliased(context.sql, dataset.id, 'champion')
  const opponent = serving && (await findOpponent(context, dataset, serving, trial.featureNames))
  const { champion, ...verdict } = compareWithChampion(trial, opponent)
  return {
    ...verdict,
    servingId: serving?.modelVersionId ?? null,
    champion: serving && champion ? { version: serving.version, averagePrecision: champion } : null,
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
    holdout: { rows: metrics.rows, frauds: metrics.frauds },
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

/** The champion ready to score, or null, with an event, when it cannot be compared with. */
async function findOpponent(
  { sql, storage, log }: TrainingContext,
  dataset: runs.TrainedDataset,
  champion: runs.AliasedVersion,
  featureNames: readonly string[],
): Promise<Scorer | null> {
  const opened = await openVersion(storage, champion, featureNames)
  if (opened.error === null) return opened.data
  log('gate', `version ${champion.version} cannot serve: ${opened.error.message}`)
  await runs.recordEvent(sql, dataset.id, 'model_artifact_unusable', {
    modelVersionId: champion.modelVersionId,
    version: champion.version,
    artifactPath: champion.artifactPath,
    reason: opened.error.message,
  })
  return null
}
