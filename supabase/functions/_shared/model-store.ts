import type { DatasetProfile } from '../../../core/datasets/profile.ts'
import { parseModelArtifact } from '../../../core/scoring/model-artifact.ts'
import { loadScorer, type Scorer } from '../../../core/scoring/score.ts'
import { connectService } from './auth.ts'
import type { Database } from './database.ts'
import { UnavailableError } from './http.ts'

/** The model that serves a dataset, ready to score. */
export interface Champion {
  modelVersionId: number
  version: number
  /** A transaction is flagged when its fraud score (float32) reaches this. */
  threshold: number
  scorer: Scorer
}

/** A champion that cannot be used, and why: rows are then stored unscored. */
export interface UnusableChampion {
  modelVersionId: number
  version: number
  artifactPath: string
  reason: string
}

/** Neither is set where no model was published yet. */
export interface ChampionLookup {
  champion: Champion | null
  unusable: UnusableChampion | null
}

interface ChampionRow {
  id: string
  version: number
  artifact_path: string
  artifact_sha256: string
  threshold: number
}

/** Parsed artifacts by hash: a function's instance serves many parts, and an artifact never changes. */
const scorers = new Map<string, { scorer: Scorer; featureNames: readonly string[] }>()
const MAX_CACHED = 8

/**
 * Loads the champion of a dataset. The artifact in Storage must have the hash that was published and the features of
 * the profile. Throws UnavailableError when Storage does not answer.
 */
export async function loadChampion(
  sql: Database,
  datasetId: number,
  profile: DatasetProfile,
): Promise<ChampionLookup> {
  const [row] = await sql<ChampionRow[]>`
    select version.id, version.version, version.artifact_path, version.artifact_sha256, version.threshold
    from public.model_aliases as alias
    join public.model_versions as version on version.id = alias.model_version_id
    where alias.dataset_id = ${datasetId} and alias.alias = 'champion'`
  if (row === undefined) return { champion: null, unusable: null }

  const modelVersionId = Number(row.id)
  const loaded = await loadArtifact(row)
  const reason = 'reason' in loaded ? loaded.reason : describeMismatch(loaded.featureNames, profile)
  if (reason !== null || 'reason' in loaded) {
    const unusable = { modelVersionId, version: row.version, artifactPath: row.artifact_path }
    return { champion: null, unusable: { ...unusable, reason: reason ?? '' } }
  }
  const threshold = Math.fround(Number(row.threshold))
  return {
    champion: { modelVersionId, version: row.version, threshold, scorer: loaded.scorer },
    unusable: null,
  }
}

async function loadArtifact(
  row: ChampionRow,
): Promise<{ scorer: Scorer; featureNames: readonly string[] } | { reason: string }> {
  const cached = scorers.get(row.artifact_sha256)
  if (cached !== undefined) return cached

  const { data, error } = await connectService().storage.from('models').download(row.artifact_path)
  if (error !== null) {
    if (isMissing(error)) return { reason: 'the artifact is not in Storage' }
    throw new UnavailableError(`Storage did not answer: ${error.message}`, { cause: error })
  }
  const bytes = new Uint8Array(await data.arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (sha256 !== row.artifact_sha256) {
    return {
      reason: `the artifact's sha256 is ${sha256}, not the published ${row.artifact_sha256}`,
    }
  }
  const artifact = parseModelArtifact(bytes)
  if (artifact.error !== null) return { reason: artifact.error.message }

  const { featureNames } = artifact.data.manifest
  const loaded = { scorer: loadScorer(artifact.data), featureNames }
  if (scorers.size >= MAX_CACHED) scorers.delete(scorers.keys().next().value!)
  scorers.set(row.artifact_sha256, loaded)
  return loaded
}

function describeMismatch(featureNames: readonly string[], profile: DatasetProfile): string | null {
  const isSame =
    featureNames.length === profile.features.length &&
    featureNames.every((name, index) => profile.features[index]!.name === name)
  return isSame ? null : `the model was trained on other features than those of ${profile.slug}`
}

function isMissing(error: object): boolean {
  return (
    ('status' in error && error.status === 404) ||
    ('statusCode' in error && error.statusCode === '404')
  )
}
