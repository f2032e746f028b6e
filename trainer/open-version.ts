import type { SupabaseClient } from '@supabase/supabase-js'
import { fail, ok, type Result } from '../core/result.ts'
import { loadScorer, type Scorer } from '../core/scoring/score.ts'
import { readArtifact } from './artifact-storage.ts'
import type { AliasedVersion } from './version-store.ts'

/**
 * A version, ready to score rows of `featureNames`. Fails when its artifact is missing, is not the one
 * that was published, or expects other features.
 */
export async function openVersion(
  storage: SupabaseClient,
  version: AliasedVersion,
  featureNames: readonly string[],
): Promise<Result<Scorer>> {
  const artifact = await readArtifact(storage, version.artifactPath, version.artifactSha256)
  if (artifact.error) return artifact
  const expected = artifact.data.manifest.featureNames
  if (expected.join() !== featureNames.join()) {
    return fail(
      'features_do_not_match',
      `Cannot score with version ${version.version}: it expects ${expected.length} features that are not the dataset's ${featureNames.length}. Promote a version that fits, or train a new one.`,
    )
  }
  return ok(loadScorer(artifact.data))
}
