import type { Sql } from 'postgres'
import { asJson } from './as-json.ts'

/** A version under an alias: the champion serves, the challenger scores beside it. */
export interface AliasedVersion {
  modelVersionId: number
  version: number
  artifactPath: string
  artifactSha256: string
  threshold: number
  /** Milliseconds since the epoch: it only scores later rows. */
  trainedUntil: number
}

/** The champion or the challenger of a dataset; null where there is none. */
export async function getAliased(
  sql: Sql,
  datasetId: number,
  alias: 'champion' | 'challenger',
): Promise<AliasedVersion | null> {
  const [row] = await sql<VersionRow[]>`
    select ${versionColumns(sql)}
    from public.model_aliases as alias
    join public.model_versions as version on version.id = alias.model_version_id
    where alias.dataset_id = ${datasetId} and alias.alias = ${alias}`
  return row ? readVersion(row) : null
}

/** Versions older than a champion that have served and may serve again, the newest first. */
export async function listServedBefore(
  sql: Sql,
  datasetId: number,
  championVersion: number,
): Promise<AliasedVersion[]> {
  const rows = await sql<VersionRow[]>`
    select ${versionColumns(sql)}
    from public.model_versions as version
    where dataset_id = ${datasetId} and version < ${championVersion}
      and promoted_at is not null and retired_at is null
    order by version desc`
  return rows.map(readVersion)
}

type VersionRow = Omit<AliasedVersion, 'trainedUntil'> & { trainedUntil: Date }

const versionColumns = (sql: Sql) => sql`
  version.id::float8 as "modelVersionId", version.version, version.artifact_path as "artifactPath",
  version.artifact_sha256 as "artifactSha256", version.threshold, version.trained_until as "trainedUntil"`

function readVersion(row: VersionRow): AliasedVersion {
  return {
    ...row,
    threshold: Math.fround(row.threshold),
    trainedUntil: row.trainedUntil.getTime(),
  }
}

/** Notes that the challenger scores now: uploads committed after this wait for its next time. */
export async function noteShadowScoring(sql: Sql, datasetId: number): Promise<void> {
  await sql`
    update public.model_aliases set scored_at = now()
    where dataset_id = ${datasetId} and alias = 'challenger'`
}

/** What publishing a version needs to know. */
export interface NewVersion {
  comparedWith: number | null
  family: string
  artifactPath: string
  artifactSha256: string
  artifactBytes: number
  threshold: number
  trainedUntil: number
  metrics: unknown
  hyperparameters: unknown
  curves: unknown
  featureImportance: unknown
  decision: unknown
  /** challenger: the gate refused it, but it scores beside the champion. */
  alias: 'champion' | 'challenger'
}

/** Version row, alias, end of the run and events in one transaction. A run that has published answers what it did. */
export async function publishVersion(
  sql: Sql,
  runId: number,
  version: NewVersion,
): Promise<{ modelVersionId: number; version: number }> {
  const [known] = await sql<{ modelVersionId: number; version: number }[]>`
    select id::float8 as "modelVersionId", version from public.model_versions where run_id = ${runId}`
  if (known) return known
  const [row] = await sql<{ model_version_id: string; version: number }[]>`
    select * from private.publish_model_version(
      run_id => ${runId}, compared_with => ${version.comparedWith}, family => ${version.family},
      artifact_path => ${version.artifactPath}, artifact_sha256 => ${version.artifactSha256},
      artifact_bytes => ${version.artifactBytes}, threshold => ${version.threshold},
      trained_until => ${new Date(version.trainedUntil)}, metrics => ${asJson(sql, version.metrics)},
      hyperparameters => ${asJson(sql, version.hyperparameters)}, curves => ${asJson(sql, version.curves)},
      feature_importance => ${asJson(sql, version.featureImportance)},
      decision => ${asJson(sql, version.decision)}, alias => ${version.alias})`
  return { modelVersionId: Number(row!.model_version_id), version: row!.version }
}

/** A champion that cannot be used, and why. */
export interface UnusableChampion {
  modelVersionId: number
  version: number
  artifactPath: string
  reason: string
  /** The version that scores in its place; null when none can. */
  servedBy: number | null
}

/** Records that a champion cannot be used; one event an hour while nothing changes. */
export async function recordUnusableChampion(
  sql: Sql,
  datasetId: number,
  fault: UnusableChampion,
): Promise<void> {
  await sql`select private.record_unusable_champion(${datasetId}::smallint, ${asJson(sql, fault)})`
}
