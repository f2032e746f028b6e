import { expect, test } from 'vitest'
import { averagePrecision } from '../core/evaluation/precision-recall.ts'
import { rankByScore } from '../core/evaluation/ranking.ts'
import { PayloadWriter } from '../core/scoring/payload-writer.ts'
import { writeTreeEnsemble } from '../core/scoring/tree-ensemble.ts'
import type { FittedCandidate } from './fit-candidates.ts'
import { chooseCandidate, type MeasuredCandidate, measureCandidate } from './measure-candidate.ts'

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
  const { metrics, threshold, calibration } = measure(makeCandidate())
  expect(metrics).toMatchObject({
    averagePrecision: 0.5,
    precision: 0.5,
    recall: 1,
    rows: 4,
    frauds: 1,
  })
  // Of the two rows that score highest one is fraud, and Platt's targets are drawn towards the middle.
  expect(calibration?.kind).toBe('platt')
  expect(threshold).toBeGreaterThan(0.4)
  expect(threshold).toBeLessThan(0.5)
  expect(metrics.brier).toBeLessThan(metrics.brierUncalibrated)
})

test('an artifact that scores unlike its engine is a defect', () => {
  const candidate = makeCandidate()
  candidate.fitted.validationScores[2]! += 1e-4
  expect(() => measure(candidate)).toThrow(/The artifact of stump scores row 2/)
})

/** A measured candidate that ranks the frauds among 200 rows by `scoreOf`. */
function ranked(family: string, scoreOf: (row: number, isFraud: boolean) => number) {
  const candidate = measure(makeCandidate())
  const scores = Float32Array.from(isFraud, (label, row) => scoreOf(row, label === 1))
  return {
    ...candidate,
    family,
    fitted: { ...candidate.fitted, validationScores: scores },
    metrics: {
      ...candidate.metrics,
      averagePrecision: averagePrecision(rankByScore({ scores, isFraud })),
    },
  }
}

const isFraud = Uint8Array.from({ length: 200 }, (_, row) => (row % 20 === 0 ? 1 : 0))
const perfect = (_: number, isFraud: boolean) => (isFraud ? 1 : 0)
const oneMissed = (row: number, isFraud: boolean) => (isFraud && row > 0 ? 1 : row === 7 ? 0.5 : 0)
const guessing = (row: number) => ((row * 37) % 101) / 101

test('a family is not passed over for a difference that may be luck', () => {
  const network = ranked('dense-network', perfect)
  const boosting = ranked('gradient-boosting', oneMissed)
  expect(network.metrics.averagePrecision).toBeGreaterThan(boosting.metrics.averagePrecision)
  expect(chooseCandidate([network, boosting], { labels: isFraud })).toBe(boosting)
})

test('a family that is shown to be better is chosen', () => {
  const network = ranked('dense-network', perfect)
  const boosting = ranked('gradient-boosting', guessing)
  expect(chooseCandidate([network, boosting], { labels: isFraud })).toBe(network)
})

test('within a family the highest figure wins, the first of equals', () => {
  const [weak, first, second] = [guessing, perfect, perfect].map((score) =>
    ranked('gradient-boosting', score),
  ) as [MeasuredCandidate, MeasuredCandidate, MeasuredCandidate]
  expect(chooseCandidate([weak, first, second], { labels: isFraud })).toBe(first)
})
