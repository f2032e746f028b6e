import { expect, test } from 'vitest'
import { Random } from '../core/random.ts'
import { PayloadWriter } from '../core/scoring/payload-writer.ts'
import { loadScorer } from '../core/scoring/score.ts'
import { writeTreeEnsemble } from '../core/scoring/tree-ensemble.ts'
import { permutationImportance } from './permutation-importance.ts'

const random = new Random(1)
const rowCount = 8_000
const features = Float32Array.from({ length: rowCount * 3 }, () => random.next())
const rows = {
  rowCount,
  featureCount: 3,
  features,
  labels: Uint8Array.from({ length: rowCount }, (_, row) =>
    features[row * 3 + 1]! > 0.95 ? 1 : 0,
  ),
  amountCents: new Float64Array(rowCount),
}

/** Asks the second feature alone. */
function stump() {
  const writer = new PayloadWriter()
  const model = writeTreeEnsemble(writer, {
    aggregation: 'sum',
    base: 0,
    roots: [0],
    feature: [1, -1, -1],
    threshold: [0.95, 0, 0],
    left: [1, -1, -1],
    value: [0, -2, 2],
    missingLeft: [1, 0, 0],
  })
  const manifest = { featureNames: ['a', 'b', 'c'], encodings: [], model }
  return loadScorer({ manifest, payload: writer.toFloat32Array() })
}

test('only the feature that a model asks is missed', () => {
  const before = features.slice()
  const [a, b, c] = permutationImportance(stump(), rows)
  expect(a).toEqual({ drop: 0, deviation: 0 })
  expect(c).toEqual({ drop: 0, deviation: 0 })
  // Without it the model guesses, and guessing scores the share of fraud.
  expect(b!.drop).toBeGreaterThan(0.9)
  expect(b!.deviation).toBeLessThan(0.05)
  expect(features).toEqual(before)
})

test('the same rows give the same figures', () => {
  expect(permutationImportance(stump(), rows)).toEqual(permutationImportance(stump(), rows))
})
