import { decidePromotion } from '../core/publishing/promotion-policy.ts'
import type { ModelArtifact } from '../core/scoring/model-artifact.ts'
import { loadScorer, type Scorer } from '../core/scoring/score.ts'
import { readArtifact } from './artifact-storage.ts'
import type { TrainingSettings } from './dataset-settings.ts'
import { compareOnHoldout, evaluateHoldout } from './evaluate-holdout.ts'
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
  const opponent = serving && (await loadChampion({ sql, storage, log }, dataset, serving))
  const comparison =
    opponent &&
    compareOnHoldout(holdout, scores, opponent.score(holdout.features, holdout.rowCount))
  const decision = decidePromotion({
    holdout: { rows: metrics.rows, frauds: metrics.frauds },
    baseRate: metrics.baseRate,
    challenger: { averagePrecision: metrics.averagePrecision },
    champion: comparison && { averagePrecision: comparison.champion },
    pairedDifference: comparison?.difference ?? null,
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

/** The champion ready to score, or null, with an event, when its artifact is not what was published. */
async function loadChampion(
  { sql, storage, log }: TrainingContext,
  dataset: runs.TrainedDataset,
  champion: runs.Champion,
): Promise<Scorer | null> {
  const artifact = await readArtifact(storage, champion.artifactPath, champion.artifactSha256)
  if (artifact.error === null) return loadScorer(artifact.data)
  log('gate', `version ${champion.version} cannot serve: ${artifact.error.message}`)
  await runs.recordEvent(sql, dataset.id, 'model_artifact_unusable', {
    modelVersionId: champion.modelVersionId,
    version: champion.version,
    artifactPath: champion.artifactPath,
    reason: artifact.error.message,
  })
  return null
}
