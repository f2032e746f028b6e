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

/** A champion that cannot be used, and why. */
export interface UnusableChampion {
  modelVersionId: number
  version: number
  artifactPath: string
  reason: string
  /** The version that scores in its place; null when none can, and rows are stored unscored. */
  servedBy: number | null
}

/** Neither is set where no model was published yet. */
export interface ChampionLookup {
  /** What scores: the champion, or the last good version before it. */
  champion: Champion | null
  unusable: UnusableChampion | null
}

/** What the database says of a version and its artifact. */
export interface PublishedVersion {
  id: string
  version: number
  artifact_path: string
  artifact_sha256: string
  threshold: number
}

/** Parsed artifacts by hash: a function's instance serves many parts, and an artifact never changes. */
const scorers = new Map<string, { scorer: Scorer; featureNames: readonly string[] }>()
const MAX_CACHED = 12

/** How many versions before a damaged champion are tried. */
const MOST_FALLBACKS = 3

/**
 * Loads the champion of a dataset. The artifact in Storage must have the hash that was published and the features of
 * the profile; where it has not, the newest version before it that served and is sound takes its place.
 * Throws UnavailableError when Storage does not answer.
 */
export async function loadChampion(
  sql: Database,
  datasetId: number,
  profile: DatasetProfile,
): Promise<ChampionLookup> {
  const [row] = await sql<PublishedVersion[]>`
    select version.id, version.version, version.artifact_path, version.artifact_sha256, version.threshold
    from public.model_aliases as alias
    join public.model_versions as version on version.id = alias.model_version_id
    where alias.dataset_id = ${datasetId} and alias.alias = 'champion'`
  if (row === undefined) return { champion: null, unusable: null }

  const opened = await openVersion(row, profile)
  if ('scorer' in opened) return { champion: opened, unusable: null }

  const earlier = await sql<PublishedVersion[]>`
    select id, version, artifact_path, artifact_sha256, threshold
    from public.model_versions
    where dataset_id = ${datasetId} and version < ${row.version}
      and promoted_at is not null and retired_at is null
    order by version desc
    limit ${MOST_FALLBACKS}`
  let champion: Champion | null = null
  for (const candidate of earlier) {
    const fallback = await openVersion(candidate, profile)
    if (!('scorer' in fallback)) continue
    champion = fallback
    break
  }
  const unusable = {
    modelVersionId: Number(row.id),
    version: row.version,
    artifactPath: row.artifact_path,
    reason: opened.reason,
    servedBy: champion?.version ?? null,
  }
  return { champion, unusable }
}

/**
 * Loads one version, or says why it cannot score the dataset's rows. Throws UnavailableError when Storage does not
 * answer.
 */
export async function openVersion(
  row: PublishedVersion,
  profile: DatasetProfile,
): Promise<Champion | { reason: string }> {
  const loaded = await loadArtifact(row)
  if ('reason' in loaded) return loaded
  const reason = describeMismatch(loaded.featureNames, profile)
  if (reason !== null) return { reason }
  return {
    modelVersionId: Number(row.id),
    version: row.version,
    threshold: Math.fround(Number(row.threshold)),
    scorer: loaded.scorer,
  }
}

async function loadArtifact(
  row: PublishedVersion,
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
