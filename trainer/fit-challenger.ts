import type { DatasetProfile } from '../core/datasets/profile.ts'
import { type DatasetSettings, thresholdObjective } from '../core/publishing/dataset-settings.ts'
import {
  encodeModelArtifact,
  type ModelArtifact,
  parseModelArtifact,
} from '../core/scoring/model-artifact.ts'
import { loadScorer, type Scorer } from '../core/scoring/score.ts'
import { describeFit } from './describe-run.ts'
import {
  type Candidate,
  combineCandidates,
  type FittedCandidate,
  fitCandidates,
  listCandidates,
  refitCandidate,
} from './fit-candidates.ts'
import {
  chooseCandidate,
  type MeasuredCandidate,
  measureCandidate,
  scoreLikeEngine,
} from './measure-candidate.ts'
import { type FittingRows, type PartRows, prepareForFitting, takeParts } from './prepare-parts.ts'
import type { TimeSplit } from './split-by-time.ts'
import type { TrainingData } from './training-data.ts'

/** Fixed: the same data and code give the same model. */
const SEED = 20_170_101

/** What a challenger is made from. Nothing here reads the hold-out. */
export interface FittingTask {
  profile: DatasetProfile
  settings: DatasetSettings
  families: readonly string[]
  data: TrainingData
  split: TimeSplit
  /** Candidates that were fitted elsewhere, on the same rows; they are not fitted again. */
  gathered?: readonly FittedCandidate[]
  /** One line per finished step. */
  log(step: string, message: string): void
}

/** Every candidate, measured on validation, and the one that was chosen there. */
export interface TriedCandidates {
  candidates: MeasuredCandidate[]
  chosen: MeasuredCandidate
  /** The chosen one as it was fitted on training rows alone. */
  chosenScorer: Scorer
  validation: PartRows
}

/** A model as every reader will see it: what is judged is exactly what would be published. */
export interface Challenger {
  bytes: Uint8Array
  artifact: ModelArtifact
  scorer: Scorer
  /** The rows that it learned from, as stored: training and validation. */
  rows: PartRows
}

/** Fits every candidate of the families on the training rows, and chooses on validation. */
export async function tryCandidates(task: FittingTask): Promise<TriedCandidates> {
  const { profile, settings, data, split, log } = task
  const validation = takeParts(data, split.validation)
  const rows = prepareForFitting(profile, takeParts(data, split.train), validation)
  const fitted = await fitOrTake(task, rows)
  const combined = combineCandidates(task.families, fitted, rows)
  const candidates = [...fitted, ...combined].map((candidate) =>
    measureCandidate(
      candidate,
      describeModel(profile, split, rows, candidate),
      validation,
      thresholdObjective(settings),
    ),
  )
  const chosen = chooseCandidate(candidates, validation)
  log(
    'choose',
    `${chosen.family}: average precision ${chosen.metrics.averagePrecision.toFixed(3)} on validation`,
  )
  const manifest = describeModel(profile, split, rows, chosen)
  const chosenScorer = loadScorer({ manifest, payload: chosen.fitted.payload })
  return { candidates, chosen, chosenScorer, validation }
}

/** Fits the candidates of the families on the training rows, and does no more with them. */
export async function fitOnly(task: FittingTask): Promise<FittedCandidate[]> {
  const { profile, data, split } = task
  const rows = prepareForFitting(
    profile,
    takeParts(data, split.train),
    takeParts(data, split.validation),
  )
  return await fitOrTake(task, rows)
}

/** In the order of the list, wherever they were fitted: the choice must not depend on that. */
async function fitOrTake(
  { families, gathered = [], log }: FittingTask,
  rows: FittingRows,
): Promise<FittedCandidate[]> {
  const key = ({ family, hyperparameters, seed }: Candidate) =>
    JSON.stringify([family, hyperparameters, seed])
  const wanted = listCandidates(families, SEED)
  const known = new Map(gathered.map((candidate) => [key(candidate), candidate]))
  const missing = wanted.filter((candidate) => !known.has(key(candidate)))
  const fitted = await fitCandidates(missing, rows, (candidate) =>
    log('fit', describeFit(candidate)),
  )
  for (const candidate of fitted) known.set(key(candidate), candidate)
  return wanted.map((candidate) => known.get(key(candidate))!)
}

/** Fits the chosen candidate once more, on training and validation rows together, for as many steps as were best. */
export async function refitChosen(
  { profile, data, split, log }: FittingTask,
  { chosen, validation }: TriedCandidates,
): Promise<Challenger> {
  const learned = takeParts(data, split.train, split.validation)
  const rows = prepareForFitting(profile, learned, validation)
  const final = await refitCandidate(chosen, rows)
  log('refit', `on training and validation rows: ${describeFit(final)}`)
  const manifest = describeModel(profile, split, rows, final)
  scoreLikeEngine(final, manifest, validation)
  const bytes = encodeModelArtifact(
    {
      ...manifest,
      ...(chosen.calibration ? { calibration: chosen.calibration } : {}),
      threshold: chosen.threshold,
      metrics: { validation: chosen.metrics },
    },
    final.fitted.payload,
  )
  const parsed = parseModelArtifact(bytes)
  if (parsed.error) throw new Error(parsed.error.message)
  return { bytes, artifact: parsed.data, scorer: loadScorer(parsed.data), rows: learned }
}

function describeModel(
  profile: DatasetProfile,
  split: TimeSplit,
  rows: FittingRows,
  { family, fitted }: FittedCandidate,
) {
  return {
    schemaVersion: 1 as const,
    profile: profile.slug,
    family,
    model: fitted.model,
    featureNames: profile.features.map((feature) => feature.name),
    encodings: rows.encodings,
    metrics: {},
    trainingWindow: {
      from: new Date(split.train.from).toISOString(),
      to: new Date(split.validation.to).toISOString(),
    },
    createdAt: new Date().toISOString(),
  }
}
