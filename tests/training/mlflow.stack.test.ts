import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MlflowTestServer, startMlflow, whyNoMlflow } from './mlflow-server.ts'
import { openTrainingStack, type TrainingStack } from './training-stack.ts'

const reason = whyNoMlflow()
if (reason) console.warn(`Skipped the tests against a real MLflow server: ${reason}.`)

describe.skipIf(reason)(`an MLflow server${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let desk: TrainingStack
  let mlflow: MlflowTestServer

  beforeAll(async () => {
    mlflow = await startMlflow()
    desk = await openTrainingStack()
  }, 480_000)

  afterAll(async () => {
    await mlflow?.stop()
    await desk?.close()
  })

  const ask = async (path: string, body?: object) => {
    const response = await fetch(
      `${mlflow.url}/api/2.0/mlflow/${path}`,
      body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    )
    expect(response.status, path).toBe(200)
    return await response.json()
  }

  test('hears of a run: parameters, metrics by step, artifacts and the registered version', async () => {
    const { code, out, err } = await desk.runTrainer(
      ['--dataset', 'ulb', '--families', 'gradient-boosting', '--json'],
      { MLFLOW_TRACKING_URI: mlflow.url },
    )
    expect(code, err).toBe(0)
    expect(err).toMatch(/mlflow +reported as run/)
    const outcome = JSON.parse(out)

    const { experiment } = await ask('experiments/get-by-name?experiment_name=fraud-desk%2Fulb')
    const { runs } = await ask('runs/search', { experiment_ids: [experiment.experiment_id] })
    expect(runs).toHaveLength(1)
    const [{ info, data }] = runs
    expect(info).toMatchObject({ run_name: `run-${outcome.runId}`, status: 'FINISHED' })
    const param = (key: string) => data.params.find((one: { key: string }) => one.key === key).value
    expect(param('family')).toBe('gradient-boosting')
    expect(param('data_sha256')).toBe(outcome.dataHash)
    const metric = (key: string) =>
      data.metrics.find((one: { key: string }) => one.key === key).value
    expect(metric('holdout.average_precision')).toBeCloseTo(
      outcome.holdout.averagePrecision.value,
      9,
    )
    const curve = data.metrics.find((one: { key: string }) =>
      one.key.startsWith('curve.gradient-boosting.0.'),
    )
    const { metrics: history } = await ask(
      `metrics/get-history?run_id=${info.run_id}&metric_key=${encodeURIComponent(curve.key)}`,
    )
    expect(history.length).toBeGreaterThan(1)

    const { files } = await ask(`artifacts/list?run_id=${info.run_id}`)
    expect(files.map((file: { path: string }) => file.path).sort()).toEqual([
      'model-card.md',
      'model.fdm',
      'summary.md',
    ])
    const place = info.artifact_uri.replace(/^mlflow-artifacts:(\/\/[^/]*)?\//, '')
    const file = await fetch(`${mlflow.url}/api/2.0/mlflow-artifacts/artifacts/${place}/model.fdm`)
    const hash = createHash('sha256')
      .update(new Uint8Array(await file.arrayBuffer()))
      .digest('hex')
    expect(hash).toBe(outcome.version.sha256)
    const { model_version } = await ask(
      'registered-models/alias?name=fraud-desk-ulb&alias=champion',
    )
    expect(model_version).toMatchObject({ version: '1', run_id: info.run_id })
  }, 120_000)
})
