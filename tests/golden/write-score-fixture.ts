import { writeFileSync } from 'node:fs'
import { derive } from '../../core/random.ts'
import { computeGoldenModel, type GoldenModel } from '../../core/scoring/golden-check.ts'
import { encodeModelArtifact } from '../../core/scoring/model-artifact.ts'
import type { FeatureEncoding } from '../../core/scoring/model-manifest.ts'
import { sampleArtifact, sampleFeatures } from '../../core/scoring/sample-model.ts'

// Writes core/scoring/golden.fixture.json. Run it only when scores are meant to change:
//   node tests/golden/write-score-fixture.ts

const featureCount = 6
/** Two whole words of rows and some that are walked. */
const rowCount = 70
const explainedRows = 8

const encodings: FeatureEncoding[] = [
  { feature: 'feature_2', codes: [0, 1, 2, 3], values: [-1.5, 0.25, 0.75, 2.5], fallback: -0.125 },
]

const models = (['boosting', 'forest', 'network', 'logistic', 'blend'] as const).map(
  (kind): GoldenModel => {
    const random = derive(2019, 'golden scores', kind)
    const shape = { featureCount, trees: 12, depth: 4, splitChance: 0.8, hidden: [7, 3] }
    const { manifest, payload } = sampleArtifact(random, kind, shape, encodings)
    if (kind === 'forest') {
      manifest.calibration = { kind: 'isotonic', from: [-6, -3, -1.5, 0], to: [-8, -5.5, -1, 0.5] }
    }
    if (kind === 'blend') manifest.calibration = { kind: 'platt', slope: 1.25, intercept: -0.5 }
    const features = sampleFeatures(random, rowCount, featureCount, 0.1)
    for (let row = 0; row < rowCount; row++) features[row * featureCount + 2] = random.integer(6)
    const model = {
      name: kind,
      artifact: Buffer.from(encodeModelArtifact(manifest, payload)).toString('base64'),
      rowCount,
      features: Buffer.from(features.buffer).toString('base64'),
    }
    const computed = computeGoldenModel({ ...model, contributions: { length: explainedRows } })
    return { ...model, scores: computed.scores, contributions: computed.contributions }
  },
)
const path = new URL('../../core/scoring/golden.fixture.json', import.meta.url)
writeFileSync(path, `${JSON.stringify({ models })}\n`)
