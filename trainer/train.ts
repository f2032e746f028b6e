import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import type { DatasetProfile } from '../core/datasets/profile.ts'
import { getProfile } from '../core/datasets/registry.ts'
import type { Interval, PairedDifference } from '../core/evaluation/bootstrap.ts'
import { decidePromotion, type PromotionDecision } from '../core/publishing/promotion-policy.ts'
import {
  encodeModelArtifact,
  type ModelArtifact,
  parseModelArtifact,
} from '../core/scoring/model-artifact.ts'
import { loadScorer, type Scorer } from '../core/scoring/score.ts'
import { artifactPath, readArtifact, sha256, storeArtifact } from './artifact-storage.ts'
import { parseSettings, type TrainingSettings } from './dataset-settings.ts'
import { compareOnHoldout, evaluateHoldout, type HoldoutMetrics } from './evaluate-holdout.ts'
import { type FittedCandidate, fitCandidates, listCandidates } from './fit-candidates.ts'
import { type LoadedTrainingData, loadTrainingData } from './load-training-data.ts'
import {
  chooseCandidate,
  type MeasuredCandidate,
  measureCandidate,
  scoreLikeEngine,
} from './measure-candidate.ts'
import { measureImportance } from './measure-importance.ts'
import { type FittingRows, type PartRows, prepareForFitting, takeParts } from './prepare-parts.ts'
import * as runs from './run-store.ts'
import { scoreUnscored } from './score-unscored.ts'
import { type SplitPart, splitByTime, type TimeSplit } from './split-by-time.ts'
import type { Trigger } from './triggers.ts'

/** What to train. */
export interface TrainingJob {
  datasetSlug: string
  families: readonly string[]
  trigger: Trigger
  reason: string | null
  gitSha: string | null
}

/** Where to read from and write to, and who hears about progress. */
export interface TrainingContext {
  sql: Sql
  storage: SupabaseClient
  /** One line per finished step. */
  log(step: string, message: string): void
}

/** How a run ended. */
export interface TrainingOutcome {
  runId: number
  datasetSlug: string
  state: 'succeeded' | 'refused'
  decision: PromotionDecision
  candidates: readonly MeasuredCandidate[]
  chosen: MeasuredCandidate
  holdout: HoldoutMetrics
  champion: { version: number; averagePrecision: Interval } | null
  difference: PairedDifference | null
  /** The published version; null when refused. */
  version: { version: number; sha256: string; bytes: number } | null
  scoredCount: number
  dataHash: string
  split: unknown
}

/** Fixed: the same data and code give the same model. */
const SEED = 20_170_101

/**
 * Trains a dataset: load → split → fit → choose → refit → gate → publish → score.
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
  const { sql, storage, log } = context
  const profile = getProfile(dataset.profile)
  const settings = parseSettings(dataset.settings)
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

  const training = takeParts(loaded.data, split.train)
  const validation = takeParts(loaded.data, split.validation)
  const rows = prepareForFitting(profile, training, validation)
  const fitted = await fitCandidates(listCandidates(job.families, SEED), rows, (candidate) =>
    log('fit', describeFit(candidate)),
  )
  heartbeat.check()

  const candidates = fitted.map((candidate) =>
    measureCandidate(
      candidate,
      describeModel(profile, split, rows, candidate),
      validation,
      settings.thresholdObjective,
    ),
  )
  const chosen = chooseCandidate(candidates, validation.labels)
  await runs.recordCandidates(sql, runId, candidates, chosen)
  log(
    'choose',
    `${chosen.family}: average precision ${figure(chosen.metrics.averagePrecision)} on validation`,
  )

  const allRows = prepareForFitting(
    profile,
    takeParts(loaded.data, split.train, split.validation),
    validation,
  )
  const { family, hyperparameters, seed } = chosen
  const [final] = await fitCandidates(
    [{ family, hyperparameters, seed, steps: chosen.fitted.steps }],
    allRows,
    (candidate) => log('refit', `on training and validation rows: ${describeFit(candidate)}`),
  )
  heartbeat.check()
  const manifest = describeModel(profile, split, allRows, final!)
  scoreLikeEngine(final!, manifest, validation)
  const bytes = encodeModelArtifact(
    { ...manifest, threshold: chosen.threshold, metrics: { validation: chosen.metrics } },
    final!.fitted.payload,
  )
  const artifact = requireArtifact(bytes)
  const scorer = loadScorer(artifact)
  const holdout = takeParts(loaded.data, split.holdout)
  const verdict = await judge(context, dataset, scorer, artifact, holdout, settings)
  log('gate', `${verdict.decision.decision}: ${verdict.decision.reason}`)
  heartbeat.check()

  let version: TrainingOutcome['version'] = null
  if (verdict.decision.decision === 'promote') {
    const path = artifactPath(dataset.slug, runId)
    await storeArtifact(storage, path, bytes)
    const published = await runs.publishVersion(sql, runId, {
      comparedWith: verdict.servingId,
      family: chosen.family,
      artifactPath: path,
      artifactSha256: sha256(bytes),
      artifactBytes: bytes.length,
      threshold: chosen.threshold,
      trainedUntil: split.validation.to,
      metrics: {
        ...verdict.metrics,
        validation: chosen.metrics,
        champion: verdict.champion,
        difference: verdict.difference,
      },
      hyperparameters: chosen.hyperparameters,
      curves: { ...verdict.curves, learning: chosen.fitted.learningCurve },
      featureImportance: measureImportance(scorer, validation),
      decision: verdict.decision,
    })
    version = { version: published.version, sha256: sha256(bytes), bytes: bytes.length }
    log('publish', `version ${version.version}, sha256 ${version.sha256.slice(0, 12)}…`)
  } else {
    await runs.refuseRun(sql, runId, verdict.decision)
  }

  const scoredCount = await scoreWaiting(context, dataset, profile)
  return {
    runId,
    datasetSlug: dataset.slug,
    state: version ? 'succeeded' : 'refused',
    decision: verdict.decision,
    candidates,
    chosen,
    holdout: verdict.metrics,
    champion: verdict.champion,
    difference: verdict.difference,
    version,
    scoredCount,
    dataHash: loaded.hash,
    split: splitRecord,
  }
}

/** Lets challenger and champion score the same hold-out, once, and asks the promotion policy. */
async function judge(
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

/** Rows that came before there was a model, or while it was broken, get their prediction by the present champion. */
async function scoreWaiting(
  { sql, storage, log }: TrainingContext,
  dataset: runs.TrainedDataset,
  profile: DatasetProfile,
): Promise<number> {
  const champion = await runs.getChampion(sql, dataset.id)
  if (!champion) return 0
  const artifact = await readArtifact(storage, champion.artifactPath, champion.artifactSha256)
  if (artifact.error) {
    log('score', `nothing scored: ${artifact.error.message}`)
    return 0
  }
  const model = { ...champion, scorer: loadScorer(artifact.data) }
  const count = await scoreUnscored(sql, dataset.id, profile, model, (months, rowCount) => {
    const span = months.length > 1 ? `${months[0]} to ${months.at(-1)}` : months[0]
    log('score', `${span}: ${rowCount.toLocaleString('en')} rows`)
  })
  log('score', `${count.toLocaleString('en')} waiting rows scored by version ${champion.version}`)
  return count
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

/** The bytes as a reader sees them: what is evaluated from here on is exactly what is published. */
function requireArtifact(bytes: Uint8Array): ModelArtifact {
  const parsed = parseModelArtifact(bytes)
  if (parsed.error) throw new Error(parsed.error.message)
  return parsed.data
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
    trainingWindow: { from: iso(split.train.from), to: iso(split.validation.to) },
    createdAt: new Date().toISOString(),
  }
}

function describeFit({ family, durationMs, fitted }: FittedCandidate): string {
  return `${family} in ${(durationMs / 1000).toFixed(1)} s (${fitted.backend})`
}

function describeData({ data }: LoadedTrainingData): string {
  if (data.rowCount === 0) return 'no labelled rows'
  const frauds = data.labels.reduce((sum, label) => sum + label, 0)
  const [first, last] = [data.occurredAt[0]!, data.occurredAt[data.rowCount - 1]!]
  return `${data.rowCount.toLocaleString('en')} labelled rows, ${frauds.toLocaleString('en')} frauds, ${iso(first).slice(0, 10)} to ${iso(last).slice(0, 10)}`
}

function describeSplit(split: TimeSplit, partlyLabelledMonths: string[]) {
  const describe = ({ rows, fraudCount, from, to }: SplitPart) => ({
    rows: rows.length,
    frauds: fraudCount,
    from: iso(from),
    to: iso(to),
  })
  return {
    strategy: split.strategy,
    train: describe(split.train),
    validation: describe(split.validation),
    holdout: describe(split.holdout),
    twinCount: split.twinCount,
    partlyLabelledMonths,
  }
}

function describeParts(split: TimeSplit): string {
  return (['train', 'validation', 'holdout'] as const)
    .map((name) => {
      const { rows, fraudCount, to } = split[name]
      return `${name} ${rows.length.toLocaleString('en')} rows, ${fraudCount} frauds, to ${iso(to).slice(0, 10)}`
    })
    .join('; ')
}

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString()
}

function figure(value: number): string {
  return value.toFixed(3)
}
