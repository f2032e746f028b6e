import { writeModelCard } from '../core/publishing/model-card.ts'
import { readCandidates } from './candidate-files.ts'
import { catchUp } from './catch-up/catch-up.ts'
import { claimRun, keepAlive } from './claim-run.ts'
import { describeSplit } from './describe-run.ts'
import { refitChosen, tryCandidates } from './fit-challenger.ts'
import { judgeChallenger } from './judge-challenger.ts'
import { loadSplit } from './load-split.ts'
import { measureImportance } from './measure-importance.ts'
import { measureVersions } from './measure-versions.ts'
import { takeParts } from './prepare-parts.ts'
import { publishChallenger } from './publish-challenger.ts'
import { readCardFacts } from './read-card-facts.ts'
import { recordDriftBaselines } from './record-drift-baselines.ts'
import { failRun, recordCandidates, recordData } from './run-store.ts'
import { getDataset, type TrainedDataset } from './trained-dataset.ts'
import type { TrainingContext, TrainingJob, TrainingOutcome } from './training-job.ts'
import { watchDrift } from './watch-drift.ts'

/**
 * Trains a dataset: load → split → fit → choose → refit → gate → publish → catch up.
 * Whatever breaks before publishing is recorded with the run as its error, and the old champion keeps serving.
 */
export async function train(job: TrainingJob, context: TrainingContext): Promise<TrainingOutcome> {
  const { sql } = context
  const dataset = await getDataset(sql, job.datasetSlug)
  const runId = await claimRun(sql, dataset, job)
  context.log('claim', `run ${runId} of ${dataset.slug}`)
  const heartbeat = keepAlive(sql, runId)
  try {
    return await trainClaimed(job, context, dataset, runId, heartbeat)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await failRun(sql, runId, message).catch(() => {})
    throw error
  } finally {
    heartbeat.stop()
  }
}

async function trainClaimed(
  job: TrainingJob,
  context: TrainingContext,
  dataset: TrainedDataset,
  runId: number,
  heartbeat: { check(): void },
): Promise<TrainingOutcome> {
  const { sql, log } = context
  const ready = await loadSplit(context, dataset)
  const { profile, settings, featureNames, loaded, split } = ready
  const splitRecord = describeSplit(split, loaded.partlyLabelledMonths)
  await recordData(sql, runId, {
    from: split.train.from,
    to: split.holdout.to,
    rowCount: loaded.data.rowCount,
    fraudCount: loaded.data.labels.reduce((sum, label) => sum + label, 0),
    hash: loaded.hash,
    split: splitRecord,
  })
  const gathered = job.candidates ? await readCandidates(job.candidates, loaded.hash, log) : []
  const task = {
    profile,
    settings,
    families: job.families,
    data: loaded.data,
    split,
    gathered,
    log,
  }
  const tried = await tryCandidates(task)
  heartbeat.check()
  const { candidates, chosen, validation } = tried
  await recordCandidates(sql, runId, candidates, chosen)

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
    importance: measureImportance(
      scorer,
      { scorer: tried.chosenScorer, gains: chosen.fitted.gains ?? null },
      validation,
    ),
    verdict,
  })
  if (version) {
    await watchDrift(log, () =>
      recordDriftBaselines(sql, version.modelVersionId, rows, verdict.scores),
    )
  }
  const measured = { runId, data: loaded.data, part: split.holdout }
  await watchDrift(
    log,
    () => measureVersions(context, dataset, settings, featureNames, measured),
    'measure',
  )

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
    modelCard: version && writeModelCard(await readCardFacts(sql, version.modelVersionId)),
    scoredCount,
    shadowCount,
    dataHash: loaded.hash,
    split: splitRecord,
  }
}
