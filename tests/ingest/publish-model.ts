import { createHash } from 'node:crypto'
import { getProfile } from '../../core/datasets/registry.ts'
import { writeDenseNetwork } from '../../core/scoring/dense-network.ts'
import { encodeModelArtifact } from '../../core/scoring/model-artifact.ts'
import type { ModelManifest } from '../../core/scoring/model-manifest.ts'
import { PayloadWriter } from '../../core/scoring/payload-writer.ts'
import type { TestStack } from './test-stack.ts'

/** A champion that was put in place for a test. */
export interface PublishedModel {
  id: number
  threshold: number
  path: string
  artifact: Uint8Array
}

/**
 * Publishes a logistic regression on one feature: log-odds = slope × (value − offset). It flags from 0.5 on, which is
 * where the value reaches the offset.
 */
export async function publishModel(
  stack: TestStack,
  dataset: string,
  { feature, slope, offset }: { feature: string; slope: number; offset: number },
): Promise<PublishedModel> {
  const [row] = await stack.sql`select profile from public.datasets where slug = ${dataset}`
  const profile = getProfile(row!.profile)
  const width = profile.features.length
  const weights = new Float32Array(width)
  weights[profile.features.findIndex(({ name }) => name === feature)] = slope
  const writer = new PayloadWriter()
  const model = writeDenseNetwork(writer, {
    mean: new Float32Array(width),
    scale: new Float32Array(width).fill(1),
    layers: [
      {
        inputs: width,
        outputs: 1,
        activation: 'sigmoid',
        weights,
        biases: Float32Array.of(-slope * offset),
      },
    ],
  })
  return await publishArtifact(
    stack,
    dataset,
    {
      schemaVersion: 1,
      profile: profile.slug,
      family: 'logistic-regression',
      featureNames: profile.features.map(({ name }) => name),
      encodings: [],
      model,
      threshold: 0.5,
      metrics: {},
      trainingWindow: { from: '2017-01-01T00:00:00Z', to: '2017-12-31T00:00:00Z' },
      createdAt: '2018-01-01T00:00:00Z',
    },
    writer.toFloat32Array(),
  )
}

/** Stores an artifact and makes it the champion of a dataset. */
export async function publishArtifact(
  { sql, service }: Pick<TestStack, 'sql' | 'service'>,
  dataset: string,
  manifest: ModelManifest,
  payload: Float32Array,
): Promise<PublishedModel> {
  const artifact = encodeModelArtifact(manifest, payload)
  const sha256 = createHash('sha256').update(artifact).digest('hex')
  const path = `${dataset}/test-${sha256}/model.fdm`
  const { error } = await service.storage.from('models').upload(path, artifact, { upsert: true })
  if (error !== null) throw error
  const { family, threshold } = manifest
  const [version] = await sql`
    with dataset as (
      select id from public.datasets where slug = ${dataset}
    ),
    run as (
      insert into public.training_runs (dataset_id, trigger, state)
      select id, 'manual', 'succeeded' from dataset
      returning id, dataset_id
    )
    insert into public.model_versions (
      dataset_id, version, run_id, family, artifact_path, artifact_sha256, artifact_bytes, threshold, trained_until,
      metrics, hyperparameters, curves, feature_importance
    )
    select run.dataset_id,
      (select coalesce(max(version), 0) + 1 from public.model_versions where dataset_id = run.dataset_id),
      run.id, ${family}, ${path}, ${sha256}, ${artifact.length}, ${threshold},
      ${manifest.trainingWindow.to}, '{}', '{}', '{}', '{}'
    from run returning id, dataset_id`
  await sql`
    insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
    values (${version!.dataset_id}, 'champion', ${version!.id}, 'test')
    on conflict (dataset_id, alias) do update set model_version_id = excluded.model_version_id`
  return { id: Number(version!.id), threshold, path, artifact }
}
