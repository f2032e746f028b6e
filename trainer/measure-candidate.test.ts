import { expect, test } from 'vitest'
import { PayloadWriter } from '../core/scoring/payload-writer.ts'
import { writeTreeEnsemble } from '../core/scoring/tree-ensemble.ts'
import type { FittedCandidate } from './fit-candidates.ts'
import { chooseCandidate, measureCandidate } from './measure-candidate.ts'

/** One tree: frauds are rows above 0.5. */
function makeCandidate(family = 'stump'): FittedCandidate {
  const writer = new PayloadWriter()
  const model = writeTreeEnsemble(writer, {
    aggregation: 'sum',
    base: 0,
    roots: [0],
    feature: [0, -1, -1],
    threshold: [0.5, 0, 0],
    left: [1, -1, -1],
    value: [0, -2, 2],
    missingLeft: [1, 0, 0],
  })
  const low = 1 / (1 + Math.exp(2))
  return {
    family,
    hyperparameters: {},
    seed: 1,
    durationMs: 1,
    fitted: {
      model,
      payload: writer.toFloat32Array(),
      learningCurve: [],
      steps: 1,
      validationScores: Float32Array.of(1 - low, low, 1 - low, low),
      backend: 'test',
    },
  }
}

const validation = {
  rowCount: 4,
  featureCount: 1,
  features: Float32Array.of(0.9, 0.1, 0.8, 0.2),
  labels: Uint8Array.of(1, 0, 0, 0),
  amountCents: Float64Array.of(100, 100, 100, 100),
}

function measure(candidate: FittedCandidate) {
  const manifest = {
    schemaVersion: 1 as const,
    profile: 'test',
    family: candidate.family,
    featureNames: ['x'],
    encodings: [],
    model: candidate.fitted.model,
    metrics: {},
    trainingWindow: { from: '2019-01-01T00:00:00.000Z', to: '2019-02-01T00:00:00.000Z' },
    createdAt: '2019-02-01T00:00:00.000Z',
  }
  return measureCandidate(candidate, manifest, validation, { kind: 'best-f', beta: 1 })
}

test('measures on validation and chooses the threshold there', () => {
  const { metrics, threshold } = measure(makeCandidate())
  expect(metrics).toMatchObject({
    averagePrecision: 0.5,
    precision: 0.5,
    recall: 1,
    rows: 4,
    frauds: 1,
  })
  expect(threshold).toBe(Math.fround(1 / (1 + Math.exp(-2))))
})

test('an artifact that scores unlike its engine is a defect', () => {
  const candidate = makeCandidate()
  candidate.fitted.validationScores[2]! += 1e-4
  expect(() => measure(candidate)).toThrow(/The artifact of stump scores row 2/)
})

test('the best on validation is chosen, the first of equals', () => {
  const [first, second] = [measure(makeCandidate('a')), measure(makeCandidate('b'))]
  expect(chooseCandidate([first, second])).toBe(first)
  second.metrics.averagePrecision = 0.6
  expect(chooseCandidate([first, second])).toBe(second)
})
