import type { DatasetProfile } from '../core/datasets/profile.ts'
import { getProfile } from '../core/datasets/registry.ts'
import { type DatasetSettings, parseDatasetSettings } from '../core/publishing/dataset-settings.ts'
import { catchUp } from './catch-up/catch-up.ts'
import { describeData, describeParts, describeSplit } from './describe-run.ts'
import { refitChosen, tryCandidates } from './fit-challenger.ts'
import { judgeChallenger } from './judge-challenger.ts'
import { type LoadedTrainingData, loadTrainingData } from './load-training-data.ts'
import { measureImportance } from './measure-importance.ts'
import { takeParts } from './prepare-parts.ts'
import { publishChallenger } from './publish-challenger.ts'
import { recordDriftBaselines } from './record-drift-baselines.ts'
import * as runs from './run-store.ts'
import { splitByTime, type TimeSplit } from './split-by-time.ts'
import type { TrainingContext, TrainingJob, TrainingOutcome } from './training-job.ts'
import { watchDrift } from './watch-drift.ts'

/**
 * Trains a dataset: load → split → fit → choose → refit → gate → publish → catch up.
 * Whatever breaks before publishing is recorded with the run as its error, and the old champion keeps serving.
 */
export async function train(job: TrainingJob, context: TrainingContext): Promise<TrainingOutcome> {
  const { sql } = context
  const dataset = await runs.getDataset(sql, job.datasetSlug)
  const runId = await runs.claimRun(sql, dataset, job)
  context.log('claim', `run ${runId} of ${dataset.slug}`)
  const heartbeat = runs.keepAlive(sql, runId)
  try {
    return await trainClaimed(job, context, dataset, runId, heartbeat)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await runs.failRun(sql, runId, message).catch(() => {})
    throw error
  } finally {
    heartbeat.stop()
  }
}

async function trainClaimed(
  job: TrainingJob,
  context: TrainingContext,
  dataset: runs.TrainedDataset,
  runId: number,
  heartbeat: { check(): void },
): Promise<TrainingOutcome> {
  const { sql, log } = context
  const profile = getProfile(dataset.profile)
  const settings = requireSettings(dataset)
  const featureNames = requireSameFeatures(dataset, profile)

  const loaded = await loadTrainingData(sql, dataset.id, featureNames.length)
  log('load', describeData(loaded))

  const split = requireSplit(loaded)
  const splitRecord = describeSplit(split, loaded.partlyLabelledMonths)
  await runs.recordData(sql, runId, {
    from: split.train.from,
    to: split.holdout.to,
    rowCount: loaded.data.rowCount,
    fraudCount: loaded.data.labels.reduce((sum, label) => sum + label, 0),
    hash: loaded.hash,
    split: splitRecord,
  })
  log('split', describeParts(split))

  const task = { profile, settings, families: job.families, data: loaded.data, split, log }
  const tried = await tryCandidates(task)
  heartbeat.check()
  const { candidates, chosen, validation } = tried
  await runs.recordCandidates(sql, runId, candidates, chosen)

  const { bytes, artifact, scorer, rows } = await refitChosen(task, tried)
  heartbeat.check()
  const holdout = takeParts(loaded.data, split.holdout)
  const verdict = await judgeChallenger(context, dataset, {
    challenger: scorer,
    artifact,
    holdout,
    settings,
    featureNames,
  })
  log('gate', `${verdict.decision.decision}: ${verdict.decision.reason}`)
  heartbeat.check()

  const { decision, version } = await publishChallenger(context, dataset, runId, settings, {
    bytes,
    chosen,
    trainedUntil: split.validation.to,
    importance: measureImportance(scorer, validation),
    verdict,
  })
  if (version) {
    await watchDrift(log, () =>
      recordDriftBaselines(sql, version.modelVersionId, rows, verdict.scores),
    )
  }

  const { scoredCount, shadowCount } = await catchUp(context, dataset, profile)
  return {
    runId,
    datasetSlug: dataset.slug,
    state: version?.alias === 'champion' ? 'succeeded' : 'refused',
    decision,
    candidates,
    chosen,
    holdout: verdict.metrics,
    champion: verdict.champion,
    difference: verdict.difference,
    version,
    scoredCount,
    shadowCount,
    dataHash: loaded.hash,
    split: splitRecord,
  }
}

function requireSettings(dataset: runs.TrainedDataset): DatasetSettings {
  const settings = parseDatasetSettings(dataset.settings)
  if (settings.error === null) return settings.data
  throw new RangeError(`Cannot train ${dataset.slug}. ${settings.error.message}`)
}

function requireSameFeatures(dataset: runs.TrainedDataset, profile: DatasetProfile): string[] {
  const names = profile.features.map((feature) => feature.name)
  const stored = dataset.featureNames
  if (stored.length > 0 && stored.join() !== names.join()) {
    throw new RangeError(
      `Cannot train ${dataset.slug}: its stored features (${stored.length}) are not those of this program (${names.length}). Train with the program that ingested them.`,
    )
  }
  return names
}

function requireSplit({ data, partlyLabelledMonths }: LoadedTrainingData): TimeSplit {
  const split = splitByTime(data)
  if (split.error === null) return split.data
  const leftOut =
    partlyLabelledMonths.length > 0
      ? ` Left out, because fewer than half of their rows have a label: ${partlyLabelledMonths.join(', ')}.`
      : ''
  throw new RangeError(split.error.message + leftOut)
}
