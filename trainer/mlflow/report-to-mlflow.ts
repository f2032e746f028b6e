import { z } from 'zod'
import { writeSummary } from '../summary.ts'
import type { TrainingOutcome } from '../training-job.ts'
import { type MlflowClient, type MlflowServer, openMlflow } from './mlflow-client.ts'

/** All of the reporting together waits no longer than this: a run never hangs on it. */
const REPORT_TIMEOUT_MS = 60_000

/** Most entries that one call may bring. */
const LIMITS = { metrics: 1_000, params: 100, value: 6_000 } as const

const anythingSchema = z.looseObject({})
const runSchema = z.object({
  run: z.object({ info: z.object({ run_id: z.string(), artifact_uri: z.string() }) }),
})

interface Metric {
  key: string
  value: number
  timestamp: number
  step: number
}

/**
 * Tells an MLflow server of a run that ended: parameters, metrics by step, summary, model card and artifact, and the
 * version where one was stored. Returns the run's id there. Throws Error when the server does not take it.
 *
 * @param artifact the published bytes; null for a run that stored none
 */
export async function reportToMlflow(
  server: MlflowServer,
  outcome: TrainingOutcome,
  artifact: Uint8Array | null,
): Promise<string> {
  const mlflow = openMlflow(server, AbortSignal.timeout(REPORT_TIMEOUT_MS))
  const name = `fraud-desk/${outcome.datasetSlug}`
  const endedAt = Date.now()
  const { run } = await mlflow.post(
    'runs/create',
    {
      experiment_id: await findOrMakeExperiment(mlflow, name),
      run_name: `run-${outcome.runId}`,
      start_time: endedAt,
      tags: [
        { key: 'fraud_desk.run', value: String(outcome.runId) },
        { key: 'fraud_desk.dataset', value: outcome.datasetSlug },
        { key: 'fraud_desk.decision', value: outcome.decision.code },
        { key: 'mlflow.note.content', value: outcome.decision.reason },
      ],
    },
    runSchema,
  )
  const { run_id, artifact_uri } = run.info
  await logBatch(mlflow, run_id, describeParameters(outcome), describeMetrics(outcome, endedAt))

  const place = artifact_uri.replace(/^mlflow-artifacts:(\/\/[^/]*)?\//, '')
  if (place !== artifact_uri) {
    await mlflow.putArtifact(`${place}/summary.md`, writeSummary(outcome))
    if (outcome.modelCard !== null)
      await mlflow.putArtifact(`${place}/model-card.md`, outcome.modelCard)
    if (artifact !== null) await mlflow.putArtifact(`${place}/model.fdm`, artifact)
  }
  if (outcome.version) await registerVersion(mlflow, outcome, run_id, artifact_uri)
  await mlflow.post(
    'runs/update',
    { run_id, status: 'FINISHED', end_time: Date.now() },
    anythingSchema,
  )
  return run_id
}

async function findOrMakeExperiment(mlflow: MlflowClient, name: string): Promise<string> {
  const found = await mlflow.find(
    'experiments/get-by-name',
    { experiment_name: name },
    z.object({ experiment: z.object({ experiment_id: z.string() }) }),
  )
  if (found) return found.experiment.experiment_id
  const made = await mlflow.post(
    'experiments/create',
    { name },
    z.object({ experiment_id: z.string() }),
  )
  return made.experiment_id
}

async function logBatch(
  mlflow: MlflowClient,
  run_id: string,
  params: { key: string; value: string }[],
  metrics: Metric[],
): Promise<void> {
  for (let at = 0; at < params.length; at += LIMITS.params) {
    const some = params.slice(at, at + LIMITS.params)
    await mlflow.post('runs/log-batch', { run_id, params: some }, anythingSchema)
  }
  for (let at = 0; at < metrics.length; at += LIMITS.metrics) {
    const some = metrics.slice(at, at + LIMITS.metrics)
    await mlflow.post('runs/log-batch', { run_id, metrics: some }, anythingSchema)
  }
}

function describeParameters({ chosen, dataHash, holdout }: TrainingOutcome) {
  const values: Record<string, unknown> = {
    family: chosen.family,
    backend: chosen.fitted.backend,
    seed: chosen.seed,
    steps: chosen.fitted.steps,
    threshold: holdout.threshold,
    data_sha256: dataHash,
  }
  for (const [key, value] of Object.entries(chosen.hyperparameters)) values[`chosen.${key}`] = value
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LIMITS.value),
  }))
}

/** The hold-out's measures once, and every candidate's learning curve by step. */
function describeMetrics({ holdout, candidates }: TrainingOutcome, timestamp: number): Metric[] {
  const metrics: Metric[] = []
  const add = (key: string, value: unknown, step = 0) => {
    if (typeof value === 'number' && Number.isFinite(value)) {
      metrics.push({ key, value, timestamp, step })
    }
  }
  const { value, low, high } = holdout.averagePrecision
  add('holdout.average_precision', value)
  add('holdout.average_precision.low', low)
  add('holdout.average_precision.high', high)
  for (const key of ['precision', 'recall', 'f1', 'brier', 'rows', 'frauds'] as const) {
    add(`holdout.${key}`, holdout[key])
  }
  candidates.forEach((candidate, index) => {
    const name = `${candidate.family}.${index}`
    add(`validation.${name}.average_precision`, candidate.metrics.averagePrecision)
    add(`duration_ms.${name}`, candidate.durationMs)
    candidate.fitted.learningCurve.forEach((point, position) => {
      for (const [key, measured] of Object.entries(point)) {
        if (key !== 'step') add(`curve.${name}.${key}`, measured, point.step ?? position)
      }
    })
  })
  return metrics
}

async function registerVersion(
  mlflow: MlflowClient,
  { datasetSlug, version }: TrainingOutcome,
  run_id: string,
  source: string,
): Promise<void> {
  const name = `fraud-desk-${datasetSlug}`
  const known = await mlflow.find('registered-models/get', { name }, anythingSchema)
  if (!known) await mlflow.post('registered-models/create', { name }, anythingSchema)
  const made = await mlflow.post(
    'model-versions/create',
    {
      name,
      source,
      run_id,
      description: `Version ${version!.version} of ${datasetSlug}.`,
      tags: [
        { key: 'fraud_desk.version', value: String(version!.version) },
        { key: 'fraud_desk.sha256', value: version!.sha256 },
      ],
    },
    z.object({ model_version: z.object({ version: z.string() }) }),
  )
  await mlflow.post(
    'registered-models/alias',
    { name, alias: version!.alias, version: made.model_version.version },
    anythingSchema,
  )
}
