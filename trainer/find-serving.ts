import type { Scorer } from '../core/scoring/score.ts'
import { openVersion } from './open-version.ts'
import type { TrainedDataset } from './trained-dataset.ts'
import type { TrainingContext } from './training-job.ts'
import * as versions from './version-store.ts'

/** A version with its artifact, ready to score. */
export interface ServingVersion extends versions.AliasedVersion {
  scorer: Scorer
}

/** `serving` is null where no version that served takes the dataset's features. */
export interface FoundServing {
  serving: ServingVersion | null
  /** Why nobody serves, although a version did: an artifact is damaged or missing. Null where none fits the features. */
  fault: string | null
}

/**
 * The champion, or the newest version before it that served and is sound, as the functions choose it. A champion that
 * cannot be used is an event, of which one an hour is kept. `step` names the lines that are logged.
 */
export async function findServing(
  { sql, storage, log }: TrainingContext,
  dataset: TrainedDataset,
  champion: versions.AliasedVersion,
  featureNames: readonly string[],
  step: string,
): Promise<FoundServing> {
  const opened = await openVersion(storage, champion, featureNames)
  if (opened.error === null) return { serving: { ...champion, scorer: opened.data }, fault: null }
  log(step, `version ${champion.version} cannot serve: ${opened.error.message}`)
  let fault = opened.error.code === 'features_do_not_match' ? null : opened.error.message
  let serving: ServingVersion | null = null
  for (const earlier of await versions.listServedBefore(sql, dataset.id, champion.version)) {
    const tried = await openVersion(storage, earlier, featureNames)
    if (tried.error === null) {
      serving = { ...earlier, scorer: tried.data }
      log(step, `version ${earlier.version} served before and takes its place`)
      break
    }
    if (tried.error.code !== 'features_do_not_match') fault ??= tried.error.message
  }
  await versions.recordUnusableChampion(sql, dataset.id, {
    modelVersionId: champion.modelVersionId,
    version: champion.version,
    artifactPath: champion.artifactPath,
    reason: opened.error.message,
    servedBy: serving?.version ?? null,
  })
  return { serving, fault: serving ? null : fault }
}
