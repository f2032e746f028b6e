import type { Sql } from 'postgres'
import type { DatasetProfile } from '../core/datasets/profile.ts'
import { getProfile } from '../core/datasets/registry.ts'
import { type DatasetSettings, parseDatasetSettings } from '../core/publishing/dataset-settings.ts'
import { describeData, describeParts } from './describe-run.ts'
import { type LoadedTrainingData, loadTrainingData } from './load-training-data.ts'
import { splitByTime, type TimeSplit } from './split-by-time.ts'
import type { TrainedDataset } from './trained-dataset.ts'
import type { TrainingContext } from './training-job.ts'

/** A dataset ready to train: what its rows mean, what its admins want, and its labelled rows parted by time. */
export interface LoadedDataset {
  profile: DatasetProfile
  settings: DatasetSettings
  featureNames: string[]
  loaded: LoadedTrainingData
  split: TimeSplit
}

/** Loads the labelled rows of a dataset and parts them. Throws RangeError with a sentence when they do not do. */
export async function loadSplit(
  { sql, log }: { sql: Sql; log: TrainingContext['log'] },
  dataset: TrainedDataset,
): Promise<LoadedDataset> {
  const profile = getProfile(dataset.profile)
  const settings = requireSettings(dataset)
  const featureNames = requireSameFeatures(dataset, profile)
  const loaded = await loadTrainingData(sql, dataset.id, featureNames.length)
  log('load', describeData(loaded))
  const split = requireSplit(loaded)
  log('split', describeParts(split))
  return { profile, settings, featureNames, loaded, split }
}

function requireSettings(dataset: TrainedDataset): DatasetSettings {
  const settings = parseDatasetSettings(dataset.settings)
  if (settings.error === null) return settings.data
  throw new RangeError(`Cannot train ${dataset.slug}. ${settings.error.message}`)
}

function requireSameFeatures(dataset: TrainedDataset, profile: DatasetProfile): string[] {
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
