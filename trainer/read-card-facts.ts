import type { Sql } from 'postgres'
import { measureDrift } from '../core/evaluation/drift.ts'
import type { ModelCardFacts } from '../core/publishing/model-card-facts.ts'

/** Versions whose artifact is kept and whose card was not written yet. */
export async function listVersionsWithoutCard(
  sql: Sql,
  datasetId: number,
): Promise<{ id: number; version: number; artifactPath: string }[]> {
  return await sql<{ id: number; version: number; artifactPath: string }[]>`
    select id::float8 as id, version, artifact_path as "artifactPath"
    from public.model_versions
    where dataset_id = ${datasetId} and card_path is null and retired_at is null
    order by version`
}

/** All that is stored about a version, for its card. Throws RangeError for an unknown one. */
export async function readCardFacts(sql: Sql, versionId: number): Promise<ModelCardFacts> {
  const [row] = await sql<{ facts: Omit<ModelCardFacts, 'drift'> & { featureNames: string[] } }[]>`
    select jsonb_build_object(
      'dataset', jsonb_build_object(
        'slug', dataset.slug, 'title', dataset.title, 'profile', dataset.profile, 'currency', dataset.currency),
      'featureNames', dataset.feature_names,
      'version', version.version,
      'family', version.family,
      'hyperparameters', version.hyperparameters,
      'artifact', jsonb_build_object(
        'path', version.artifact_path, 'sha256', version.artifact_sha256, 'bytes', version.artifact_bytes),
      'threshold', version.threshold,
      'trainedUntil', version.trained_until,
      'publishedAt', version.created_at,
      'run', jsonb_build_object(
        'id', run.id, 'trigger', run.trigger, 'reason', run.reason, 'gitSha', run.git_sha, 'backend', run.backend,
        'startedAt', run.started_at, 'rowCount', run.row_count, 'fraudCount', run.fraud_count, 'dataHash', run.data_hash),
      'split', coalesce(run.split, '{}'),
      'decision', run.decision,
      'metrics', version.metrics,
      'calibration', case jsonb_typeof(version.curves -> 'calibration')
        when 'array' then version.curves -> 'calibration' else '[]' end,
      'importance', case jsonb_typeof(version.feature_importance) when 'array' then version.feature_importance else '[]' end,
      'candidates', coalesce((
        select jsonb_agg(jsonb_build_object(
          'family', candidates.family, 'hyperparameters', candidates.hyperparameters,
          'averagePrecision', candidates.metrics -> 'averagePrecision', 'durationMs', candidates.duration_ms,
          'isSelected', candidates.is_selected
        ) order by candidates.is_selected desc, candidates.id)
        from public.candidates where candidates.run_id = run.id
      ), '[]')
    ) as facts
    from public.model_versions as version
    join public.training_runs as run on run.id = version.run_id
    join public.datasets as dataset on dataset.id = version.dataset_id
    where version.id = ${versionId}`
  if (!row) throw new RangeError(`Cannot write a model card: there is no version ${versionId}.`)
  const { featureNames, ...facts } = row.facts
  return { ...facts, drift: await readDrift(sql, versionId, featureNames) }
}

/** Drift of the newest month that was counted into the version's bins; null where none was. */
async function readDrift(
  sql: Sql,
  versionId: number,
  featureNames: readonly string[],
): Promise<ModelCardFacts['drift']> {
  const rows = await sql<
    { month: string; position: number; edges: number[]; expected: number[]; counts: number[] }[]
  >`
    select to_char(counted.month, 'YYYY-MM') as month, counted.position, bins.edges,
           bins.counts::float8[] as expected, counted.counts::float8[] as counts
    from public.feature_histograms as counted
    join public.drift_baselines as bins
      on bins.model_version_id = counted.model_version_id and bins.position = counted.position
    where counted.model_version_id = ${versionId}
      and counted.position > 0
      and counted.month = (
        select max(newest.month) from public.feature_histograms as newest
        where newest.model_version_id = ${versionId} and newest.position > 0
      )
    order by counted.position`
  if (rows.length === 0) return null
  return {
    month: rows[0]!.month,
    features: rows.map(({ position, edges, expected, counts }) => {
      const { psi, band } = measureDrift({ edges, counts: expected }, counts)
      return { feature: featureNames[position - 1] ?? String(position), psi, band }
    }),
  }
}
