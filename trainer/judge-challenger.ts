import { decidePromotion } from '../core/publishing/promotion-policy.ts'
import type { ModelArtifact } from '../core/scoring/model-artifact.ts'
import type { Scorer } from '../core/scoring/score.ts'
import type { TrainingSettings } from './dataset-settings.ts'
import { compareOnHoldout, evaluateHoldout } from './evaluate-holdout.ts'
import { openChampion } from './open-champion.ts'
import type { PartRows } from './prepare-parts.ts'
import * as runs from './run-store.ts'
import type { TrainingContext } from './training-job.ts'

/** Lets challenger and champion score the same hold-out, once, and asks the promotion policy. */
export async function judgeChallenger(
  { sql, storage, log }: TrainingContext,
  dataset: runs.TrainedDataset,
  challenger: Scorer,
  artifact: ModelArtifact,
  holdout: PartRows,
  settings: TrainingSettings,
  featureNames: readonly string[],
) {
  const { manifest } = artifact
  const scores = challenger.score(holdout.features, holdout.rowCount)
  const { metrics, curves } = evaluateHoldout(
    holdout,
    scores,
    manifest.threshold,
    settings.reviewCostCents,
  )
  const serving = await runs.getChampion(sql, dataset.id)
  const opponent =
    serving && (await findOpponent({ sql, storage, log }, dataset, serving, featureNames))
  const comparison =
    opponent &&
    compareOnHoldout(holdout, scores, opponent.score(holdout.features, holdout.rowCount))
  const decision = decidePromotion({
    holdout: { rows: metrics.rows, frauds: metrics.frauds },
    baseRate: metrics.baseRate,
    challenger: { averagePrecision: metrics.averagePrecision },
    champion: comparison && { averagePrecision: comparison.champion },
    pairedDifference: comparison?.difference ?? null,
    features: { expected: featureNames, actual: manifest.featureNames },
  })
  return {
    decision,
    metrics,
    curves,
    servingId: serving?.modelVersionId ?? null,
    champion:
      serving && comparison
        ? { version: serving.version, averagePrecision: comparison.champion }
        : null,
    difference: comparison?.difference ?? null,
  }
}

/** The champion ready to score, or null, with an event, when it cannot be compared with. */
async function findOpponent(
  { sql, storage, log }: TrainingContext,
  dataset: runs.TrainedDataset,
  champion: runs.Champion,
  featureNames: readonly string[],
): Promise<Scorer | null> {
  const opened = await openChampion(storage, champion, featureNames)
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
