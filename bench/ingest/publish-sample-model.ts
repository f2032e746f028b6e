import { getProfile } from '../../core/datasets/registry.ts'
import { extractFeatures } from '../../core/features/extract-features.ts'
import { validatePart } from '../../core/ingest/validate-part.ts'
import { derive } from '../../core/random.ts'
import { sampleArtifact } from '../../core/scoring/sample-model.ts'
import { loadScorer } from '../../core/scoring/score.ts'
import { publishArtifact } from '../../tests/ingest/publish-model.ts'
import type { BenchStack } from './open-bench-stack.ts'
import { type SampleProfile, sampleRows } from './sample-rows.ts'

const SAMPLE_ROWS = 5_000
const FLAGGED_SHARE = 0.003

/**
 * Publishes boosted trees of the shape that training finds (150 of depth 4), random ones: scoring costs the same. The
 * threshold flags three rows in a thousand.
 */
export async function publishSampleModel(stack: BenchStack, slug: SampleProfile): Promise<void> {
  const profile = getProfile(slug)
  const { manifest, payload } = sampleArtifact(derive('ingest bench'), 'boosting', {
    featureCount: profile.features.length,
    trees: 150,
    depth: 4,
  })
  const artifact = {
    manifest: {
      ...manifest,
      // Before all sample rows, so that the commit measures the model on them as well.
      trainingWindow: { from: '2000-01-01T00:00:00Z', to: '2001-01-01T00:00:00Z' },
      profile: slug,
      featureNames: profile.features.map(({ name }) => name),
    },
    payload,
  }
  const { header, rows } = sampleRows(slug, 0, SAMPLE_ROWS)
  const { transactions } = validatePart({
    profile,
    columns: header.split(','),
    firstLine: 2,
    bytes: new TextEncoder().encode([...rows].join('\n')),
    now: Date.now(),
  })
  const features = extractFeatures(profile, transactions, new Map())
  const scores = loadScorer(artifact).score(features, transactions.length).sort()
  const threshold = scores[Math.floor(scores.length * (1 - FLAGGED_SHARE))]!
  await publishArtifact(stack, slug, { ...artifact.manifest, threshold }, payload)
}
