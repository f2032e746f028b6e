import { type DatasetSettings, reviewCostCents } from '../core/publishing/dataset-settings.ts'
import {
  decidePromotion,
  defaultMinimumFrauds,
  refuseUncompared,
} from '../core/publishing/promotion-policy.ts'
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

/**
 * Lets challenger and champion score the same hold-out, once, and asks the promotion policy. In the place of a damaged
 * champion stands the version that scores in its place; where all that served are damaged, the challenger is refused.
 */
export async function judgeChallenger(
  context: TrainingContext,
  dataset: runs.TrainedDataset,
  trial: Trial,
) {
  const serving = await runs.getAliased(context.sql, dataset.id, 'champion')
  const { opponent, fault } = serving
    ? await findOpponent(context, dataset, serving, trial.featureNames)
    : { opponent: null, fault: null }
  const { champion, ...verdict } = compareWithChampion(trial, opponent?.scorer ?? null)
  return {
    ...verdict,
    decision: fault === null ? verdict.decision : refuseUncompared(verdict.decision, fault),
    servingId: serving?.modelVersionId ?? null,
    champion:
      opponent && champion ? { version: opponent.version, averagePrecision: champion } : null,
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

/** Whom the challenger is compared with; neither is set where no version that served takes the dataset's features. */
interface FoundOpponent {
  opponent: { version: number; scorer: Scorer } | null
  /** Why nobody can be asked, although a version served. */
  fault: string | null
}

/** The champion, or the newest version before it that served and is sound, as the functions choose it. */
async function findOpponent(
  { sql, storage, log }: TrainingContext,
  dataset: runs.TrainedDataset,
  champion: runs.AliasedVersion,
  featureNames: readonly string[],
): Promise<FoundOpponent> {
  const opened = await openVersion(storage, champion, featureNames)
  if (opened.error === null) {
    return { opponent: { version: champion.version, scorer: opened.data }, fault: null }
  }
  log('gate', `version ${champion.version} cannot serve: ${opened.error.message}`)
  let fault = opened.error.code === 'features_do_not_match' ? null : opened.error.message
  let opponent: FoundOpponent['opponent'] = null
  for (const earlier of await runs.listServedBefore(sql, dataset.id, champion.version)) {
    const tried = await openVersion(storage, earlier, featureNames)
    if (tried.error === null) {
      opponent = { version: earlier.version, scorer: tried.data }
      log('gate', `version ${earlier.version} served before and is compared with in its place`)
      break
    }
    if (tried.error.code !== 'features_do_not_match') fault ??= tried.error.message
  }
  await runs.recordEvent(sql, dataset.id, 'model_artifact_unusable', {
    modelVersionId: champion.modelVersionId,
    version: champion.version,
    artifactPath: champion.artifactPath,
    reason: opened.error.message,
    servedBy: opponent?.version ?? null,
  })
  return { opponent, fault: opponent ? null : fault }
}
