import type { DatasetSettings } from '../core/publishing/dataset-settings.ts'
import {
  confirmStored,
  mayStillBeBetter,
  type PromotionDecision,
} from '../core/publishing/promotion-policy.ts'
import { artifactPath, sha256, storeArtifact } from './artifact-storage.ts'
import type { judgeChallenger } from './judge-challenger.ts'
import type { MeasuredCandidate } from './measure-candidate.ts'
import type { FeatureImportance } from './measure-importance.ts'
import { refuseRun } from './run-store.ts'
import type { TrainedDataset } from './trained-dataset.ts'
import type { TrainingContext } from './training-job.ts'
import { publishVersion } from './version-store.ts'

/** A judged model, and what is stored with its version. */
export interface JudgedChallenger {
  bytes: Uint8Array
  chosen: MeasuredCandidate
  /** Milliseconds since the epoch: end of what it has seen. */
  trainedUntil: number
  importance: FeatureImportance[]
  verdict: Awaited<ReturnType<typeof judgeChallenger>>
}

/** A version that a run stored. */
export interface PublishedVersion {
  modelVersionId: number
  version: number
  /** challenger: refused, but it scores beside the champion. */
  alias: 'champion' | 'challenger'
  sha256: string
  bytes: number
}

/**
 * Ends a run by its verdict: the model becomes the champion, or scores in shadow where it was refused but may still be
 * better, or is dropped. Storage comes first and is read back; the version, the alias, the end of the run and the
 * events follow in one transaction. A kill in between leaves an object that no row points to, which is removed later.
 */
export async function publishChallenger(
  { sql, storage, log }: TrainingContext,
  dataset: TrainedDataset,
  runId: number,
  settings: DatasetSettings,
  { bytes, chosen, trainedUntil, importance, verdict }: JudgedChallenger,
): Promise<{ decision: PromotionDecision; version: PublishedVersion | null }> {
  const alias = chooseAlias(verdict, settings)
  let { decision } = verdict
  const path = artifactPath(dataset.slug, runId)
  const expected = sha256(bytes)
  if (alias !== null) {
    const stored = await storeArtifact(storage, path, bytes)
    decision = confirmStored(decision, { expected, actual: stored.sha256 })
    log('store', `${bytes.length.toLocaleString('en')} bytes at ${path}`)
  }
  if (alias === null || decision.code === 'artifact_damaged') {
    await refuseRun(sql, runId, decision)
    if (decision !== verdict.decision) log('publish', `refused: ${decision.reason}`)
    return { decision, version: null }
  }
  const published = await publishVersion(sql, runId, {
    comparedWith: verdict.servingId,
    family: chosen.family,
    artifactPath: path,
    artifactSha256: expected,
    artifactBytes: bytes.length,
    threshold: chosen.threshold,
    trainedUntil,
    metrics: {
      ...verdict.metrics,
      validation: chosen.metrics,
      champion: verdict.champion,
      difference: verdict.difference,
    },
    hyperparameters: chosen.hyperparameters,
    curves: { ...verdict.curves, learning: chosen.fitted.learningCurve },
    featureImportance: importance,
    decision,
    alias,
  })
  const how = alias === 'challenger' ? ', in shadow' : ''
  log('publish', `version ${published.version}${how}, sha256 ${expected.slice(0, 12)}…`)
  return { decision, version: { ...published, alias, sha256: expected, bytes: bytes.length } }
}

function chooseAlias(
  { decision, difference }: JudgedChallenger['verdict'],
  settings: DatasetSettings,
): 'champion' | 'challenger' | null {
  if (decision.decision === 'promote') return 'champion'
  // An admin must have something to promote by hand.
  if (decision.code === 'champion_damaged') return 'challenger'
  const isClose = settings.shadow_close_challengers && mayStillBeBetter(decision, difference)
  return isClose ? 'challenger' : null
}
