import { writeModelCard } from '../core/publishing/model-card.ts'
import { readCandidates } from './candidate-files.ts'
import { catchUp } from './catch-up/catch-up.ts'
import { claimRun, type Heartbeat, keepAlive } from './claim-run.ts'
import { describeSplit } from './describe-run.ts'
import { refitChosen, tryCandidates } from './fit-challenger.ts'
import { judgeChallenger } from './judge-challenger.ts'
import { loadSplit } from './load-split.ts'
import { measureImportance } from './measure-importance.ts'
import { measureVersions } from './measure-versions.ts'
import { outliveOutage } from './outlive-outage.ts'
import { publishChallenger } from './publish-challenger.ts'
import { readCardFacts } from './read-card-facts.ts'
import { recordDriftBaselines } from './record-drift-baselines.ts'
import { failRun, recordCandidates, recordData } from './run-store.ts'
import { getDataset, type TrainedDataset } from './trained-dataset.ts'
import type { TrainingContext, TrainingJob, TrainingOutcome } from './training-job.ts'
import { watchDrift } from './watch-drift.ts'

/**
 * Trains a dataset: load → split → fit → choose → refit → gate → publish → catch up.
 * Whatever breaks before publishing is recorded with the run as its error, and the old champion keeps serving. Steps
 * that meet Supabase outlive it when it is away for a while.
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
  heartbeat: Heartbeat,
): Promise<TrainingOutcome> {
  const { sql, log } = context
  const outlive = <T>(work: () => Promise<T>) => outliveOutage(log, work)
  const ready = await outlive(() => loadSplit(context, dataset))
  const { profile, settings, featureNames, loaded, split } = ready
  const splitRecord = describeSplit(split, loaded.partlyLabelledMonths)
  const known = {
    from: split.train.from,
    to: split.holdout.to,
    rowCount: loaded.data.rowCount,
    fraudCount: loaded.data.labels.reduce((sum, label) => sum + label, 0),
    hash: loaded.hash,
    split: splitRecord,
  }
  await outlive(() => recordData(sql, runId, known))
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
  await outlive(heartbeat.check)
  const { candidates, chosen, validation } = tried
  await outlive(() => recordCandidates(sql, runId, candidates, chosen))

  const { bytes, artifact, scorer, rows } = await refitChosen(task, tried)
  await outlive(heartbeat.check)
  const measured = { data: loaded.data, part: split.holdout }
  const trial = { challenger: scorer, artifact, ...measured, settings, featureNames }
  const verdict = await outlive(() => judgeChallenger(context, dataset, trial))
  log('gate', `${verdict.decision.decision}: ${verdict.decision.reason}`)
  await outlive(heartbeat.check)

  const judged = {
    bytes,
    chosen,
    trainedUntil: split.validation.to,
    importance: measureImportance(
      scorer,
      { scorer: tried.chosenScorer, gains: chosen.fitted.gains ?? null },
      validation,
    ),
    verdict,
  }
  const { decision, version } = await outlive(() =>
    publishChallenger(context, dataset, runId, settings, judged),
  )
  if (version) {
    await watchDrift(log, () =>
      recordDriftBaselines(sql, version.modelVersionId, rows, verdict.scores),
    )
  }
  await watchDrift(
    log,
    () => measureVersions(context, dataset, settings, featureNames, { runId, ...measured }),
    'measure',
  )

  const { scoredCount, shadowCount } = await outlive(() => catchUp(context, dataset, profile))
  const card = version && (await outlive(() => readCardFacts(sql, version.modelVersionId)))
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
    modelCard: card && writeModelCard(card),
    scoredCount,
    shadowCount,
    dataHash: loaded.hash,
    split: splitRecord,
  }
}
