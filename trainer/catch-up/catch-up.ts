import type { DatasetProfile } from '../../core/datasets/profile.ts'
import { findServing, type ServingVersion } from '../find-serving.ts'
import { openVersion } from '../open-version.ts'
import type { TrainedDataset } from '../trained-dataset.ts'
import type { TrainingContext } from '../training-job.ts'
import * as versions from '../version-store.ts'
import { watchDrift } from '../watch-drift.ts'
import { compareChallenger } from './compare-challenger.ts'
import { removeUnneeded } from './remove-unneeded.ts'
import { scoreUnscored } from './score-unscored.ts'
import { writeMissingCards } from './write-missing-cards.ts'

/** What was done. */
export interface CaughtUp {
  /** Rows that got the prediction that people see. */
  scoredCount: number
  /** Rows that the challenger scored beside it. */
  shadowCount: number
}

/**
 * What every run ends with, and what can be done at any time: rows that lack a prediction get one, by the champion (or what serves in its place) and,
 * beside it, by the challenger, which is then compared with it; months are counted for drift; versions without a model card get theirs; what is not kept any longer is removed.
 * Harmless to repeat and to kill.
 */
export async function catchUp(
  context: TrainingContext,
  dataset: TrainedDataset,
  profile: DatasetProfile,
): Promise<CaughtUp> {
  const scoredCount = await scoreBy('champion', context, dataset, profile)
  const shadowCount = await scoreBy('challenger', context, dataset, profile)
  await watchDrift(context.log, () => compareChallenger(context, dataset), 'compare')
  await watchDrift(
    context.log,
    () => context.sql`select private.refresh_drift(${dataset.id}::smallint)`,
  )
  await writeMissingCards(context, dataset)
  await removeUnneeded(context, dataset)
  return { scoredCount, shadowCount }
}

async function scoreBy(
  alias: 'champion' | 'challenger',
  context: TrainingContext,
  dataset: TrainedDataset,
  profile: DatasetProfile,
): Promise<number> {
  const { sql, log } = context
  const version = await versions.getAliased(sql, dataset.id, alias)
  if (!version) return 0
  if (alias === 'challenger') await versions.noteShadowScoring(sql, dataset.id)
  const step = alias === 'champion' ? 'score' : 'shadow'
  const featureNames = profile.features.map((feature) => feature.name)
  const serving = await open(alias, context, dataset, version, featureNames, step)
  if (!serving) return 0
  const model = { ...serving, isServed: alias === 'champion' }
  const count = await scoreUnscored(sql, dataset.id, profile, model, (months, rowCount) => {
    const span = months.length > 1 ? `${months[0]} to ${months.at(-1)}` : months[0]
    log(step, `${span}: ${rowCount.toLocaleString('en')} rows`)
  })
  log(step, `${count.toLocaleString('en')} waiting rows scored by version ${serving.version}`)
  return count
}

/** A damaged champion is replaced by the version that serves in its place; a damaged challenger scores nothing. */
async function open(
  alias: 'champion' | 'challenger',
  context: TrainingContext,
  dataset: TrainedDataset,
  version: versions.AliasedVersion,
  featureNames: readonly string[],
  step: string,
): Promise<ServingVersion | null> {
  if (alias === 'champion') {
    const { serving } = await findServing(context, dataset, version, featureNames, step)
    if (!serving) context.log(step, 'nothing scored: no version that served can be used')
    return serving
  }
  const opened = await openVersion(context.storage, version, featureNames)
  if (opened.error === null) return { ...version, scorer: opened.data }
  context.log(step, `nothing scored: ${opened.error.message}`)
  return null
}
