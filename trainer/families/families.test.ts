import { describe, expect, test, vi } from 'vitest'
import { averagePrecision } from '../../core/evaluation/precision-recall.ts'
import { rankByScore } from '../../core/evaluation/ranking.ts'
import { Random } from '../../core/random.ts'
import { encodeModelArtifact, parseModelArtifact } from '../../core/scoring/model-artifact.ts'
import { loadScorer } from '../../core/scoring/score.ts'
import type { LabelledRows } from '../engine/labelled-rows.ts'
import type { FittedModel } from './model-family.ts'
import { families, getFamilies } from './registry.ts'

// The networks need a second each on an idle machine, and many times that on a busy one.
vi.setConfig({ testTimeout: 120_000 })

/** Fraud grows likelier along the sum of two features; five more are noise, and one in twenty values is missing. */
function makeRows(seed: number, rowCount: number): LabelledRows {
  const random = new Random(seed)
  const featureCount = 7
  const features = Float32Array.from({ length: rowCount * featureCount }, () =>
    random.chance(0.05) ? Number.NaN : random.normal(3, 2),
  )
  const labels = Uint8Array.from({ length: rowCount }, (_, row) => {
    const sum = (features[row * 7]! || 3) + (features[row * 7 + 1]! || 3)
    return random.chance(1 / (1 + Math.exp(-(sum - 11) * 2))) ? 1 : 0
  })
  return { rowCount, featureCount, features, labels }
}

const train = makeRows(1, 3_000)
const validation = makeRows(2, 1_500)

/** Scores the rows as every reader will: written to bytes, parsed and scored by core. */
function scoreThroughArtifact({ model, payload }: FittedModel, rows: LabelledRows): Float32Array {
  const bytes = encodeModelArtifact(
    {
      schemaVersion: 1,
      profile: 'test',
      family: 'test',
      featureNames: Array.from({ length: rows.featureCount }, (_, i) => `f${i}`),
      encodings: [],
      model,
      threshold: 0.5,
      metrics: {},
      trainingWindow: { from: '2019-01-01T00:00:00.000Z', to: '2019-02-01T00:00:00.000Z' },
      createdAt: '2019-02-01T00:00:00.000Z',
    },
    payload,
  )
  const artifact = parseModelArtifact(bytes)
  if (artifact.error) throw new Error(artifact.error.message)
  return loadScorer(artifact.data).score(rows.features, rows.rowCount)
}

describe.each(families.map((family) => [family.name, family] as const))('%s', (_, family) => {
  const hyperparameters = family.candidates[0]!
  const fit = () => family.fit({ train, validation, hyperparameters, seed: 7 })
  // A network takes seconds: both tests look at one of the fits.
  let first: ReturnType<typeof fit> | undefined
  const fitOnce = () => {
    first ??= fit()
    return first
  }

  test('learns, and the artifact scores what the engine measured', async () => {
    const fitted = await fitOnce()
    const kept = fitted.learningCurve.find((point) => point.step === fitted.steps)!
    const best = kept.validationAveragePrecision
    const scores = scoreThroughArtifact(fitted, validation)
    const measured = averagePrecision(rankByScore({ scores, isFraud: validation.labels }))
    expect(best).toBeGreaterThan(0.7)
    expect(measured).toBeCloseTo(best, 4)
    for (const [row, score] of scores.entries()) {
      expect(Math.abs(score - fitted.validationScores[row]!)).toBeLessThan(1e-6)
    }
  })

  test('the same seed gives the same model', async () => {
    const [one, other] = [await fitOnce(), await fit()]
    expect(other.payload).toEqual(one.payload)
    expect(other.learningCurve).toEqual(one.learningCurve)
  })
})

test('an unknown family is named, with those that exist', () => {
  expect(() => getFamilies(['gradient-boosting', 'oracle'])).toThrow(/oracle.*dense-network/)
})
