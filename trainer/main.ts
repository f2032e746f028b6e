// node trainer/main.ts [train|plan|fit|tidy] --dataset D …; see command-line.ts.
// Ends with 0 when a model was promoted or refused, with 1 when the run failed.
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getProfile } from '../core/datasets/registry.ts'
import { logLine } from '../core/log-line.ts'
import { artifactPath, downloadArtifact, openStorage } from './artifact-storage.ts'
import { writeCandidates } from './candidate-files.ts'
import { catchUp } from './catch-up/catch-up.ts'
import { requestDueRun, waitForOthers } from './claim-run.ts'
import { type Command, parseCommand, USAGE } from './command-line.ts'
import { describeFailure } from './describe-failure.ts'
import { readEnvironment } from './environment.ts'
import { fitOnly } from './fit-challenger.ts'
import { loadSplit } from './load-split.ts'
import { readMlflowServer } from './mlflow/mlflow-client.ts'
import { reportToMlflow } from './mlflow/report-to-mlflow.ts'
import { openDatabase } from './open-database.ts'
import { planTraining } from './plan-training.ts'
import { readCommit } from './read-commit.ts'
import { writeSummary } from './summary.ts'
import { train } from './train.ts'
import { getDataset } from './trained-dataset.ts'
import type { TrainingContext, TrainingOutcome } from './training-job.ts'

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2))
  if (command.kind === 'help') return console.log(USAGE)
  const environment = readEnvironment(process.env)
  const sql = openDatabase(environment.databaseUrl)
  const startedAt = performance.now()
  const context: TrainingContext = {
    sql,
    storage: openStorage(environment.supabaseUrl, environment.secretKey),
    log(step, message) {
      if (process.env.LOG_FORMAT === 'json')
        return console.error(logLine({ level: 'info', room: 'trainer', step, message }))
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)
      console.error(`${seconds} s  ${step.padEnd(8)}${message}`)
    },
  }
  try {
    const gitSha = environment.gitSha ?? (await readCommit(import.meta.dirname))
    await execute(command, context, gitSha)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function execute(
  command: Exclude<Command, { kind: 'help' }>,
  context: TrainingContext,
  gitSha: string | null,
): Promise<void> {
  switch (command.kind) {
    case 'train': {
      if (!(await shouldTrain(command, context))) return
      const outcome = await train({ ...command, gitSha }, context)
      await report(outcome, command)
      await reportElsewhere(outcome, context)
      return
    }
    case 'plan':
      return console.log(JSON.stringify(await planTraining(context, command)))
    case 'fit': {
      const dataset = await getDataset(context.sql, command.datasetSlug)
      const { loaded, ...ready } = await loadSplit(context, dataset)
      const fitted = await fitOnly({ ...ready, ...command, data: loaded.data, log: context.log })
      const path = await writeCandidates(command.into, loaded.hash, fitted)
      return context.log('fit', `${fitted.length} candidates in ${path}`)
    }
    case 'catch-up': {
      const dataset = await getDataset(context.sql, command.datasetSlug)
      await catchUp(context, dataset, getProfile(dataset.profile))
    }
  }
}

/** Whether there is anything to do; says why not. */
async function shouldTrain(
  { datasetSlug, whenDue, wait }: Extract<Command, { kind: 'train' }>,
  { sql, log }: TrainingContext,
): Promise<boolean> {
  const dataset = await getDataset(sql, datasetSlug)
  if (wait) {
    const known = await waitForOthers(sql, dataset, (runId) =>
      log('wait', `run ${runId} trains ${datasetSlug}`),
    )
    if (known !== null) {
      log('wait', `run ${known} has learned from all the labels that are there: nothing to do`)
      return false
    }
  }
  if (whenDue && !(await requestDueRun(sql, dataset))) {
    log('claim', `no run of ${datasetSlug} is requested or due: nothing to do`)
    return false
  }
  return true
}

/** On the standard output, in the job summary of a workflow, and in the folder that was named. */
async function report(
  outcome: TrainingOutcome,
  { asJson, output }: { asJson: boolean; output: string | null },
): Promise<void> {
  const summary = writeSummary(outcome)
  console.log(asJson ? JSON.stringify(toJson(outcome)) : summary)
  const jobSummary = process.env.GITHUB_STEP_SUMMARY
  if (jobSummary) await appendFile(jobSummary, `${summary}\n`)
  if (output === null) return
  await mkdir(output, { recursive: true })
  await writeFile(join(output, 'summary.md'), `${summary}\n`)
  if (outcome.modelCard !== null) await writeFile(join(output, 'model-card.md'), outcome.modelCard)
}

/** To an MLflow server, where one is named. The run has ended: nothing that happens there changes it. */
async function reportElsewhere(
  outcome: TrainingOutcome,
  { storage, log }: TrainingContext,
): Promise<void> {
  const server = readMlflowServer(process.env)
  if (!server) return
  try {
    const path = artifactPath(outcome.datasetSlug, outcome.runId)
    const artifact = outcome.version ? await downloadArtifact(storage, path) : null
    log('mlflow', `reported as run ${await reportToMlflow(server, outcome, artifact)}`)
  } catch (error) {
    log('mlflow', `warning: not reported. ${error instanceof Error ? error.message : error}`)
  }
}

/** The outcome without the models' numbers. */
function toJson({ candidates, chosen, modelCard: _, ...outcome }: TrainingOutcome) {
  const describe = ({ family, hyperparameters, metrics, durationMs, fitted }: typeof chosen) => ({
    family,
    hyperparameters,
    metrics,
    durationMs,
    backend: fitted.backend,
  })
  return { ...outcome, candidates: candidates.map(describe), chosen: describe(chosen) }
}

// As the first process of a container nothing ends it unless it says so itself.
process.once('SIGTERM', () => process.exit(1))
process.once('SIGINT', () => process.exit(1))

main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
