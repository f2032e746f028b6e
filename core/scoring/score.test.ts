import { describe, expect, test } from 'vitest'
import { Random } from '../random.ts'
import { logOddsOf } from './log-odds.ts'
import { encodeModelArtifact, type ModelArtifact, parseModelArtifact } from './model-artifact.ts'
import { sampleArtifact, sampleFeatures } from './sample-model.ts'
import { loadScorer } from './score.ts'

const kinds = ['boosting', 'forest', 'network', 'logistic', 'blend'] as const
const featureCount = 7
const encodings = [
  { feature: 'feature_3', codes: [0, 1, 2.1], values: [-1.25, 0.75, 3], fallback: -0.5 },
]

function published(artifact: ModelArtifact): ModelArtifact {
  const { data, error } = parseModelArtifact(
    encodeModelArtifact(artifact.manifest, artifact.payload),
  )
  expect(error).toBeNull()
  return data!
}

describe.each(kinds)('%s', (kind) => {
  const random = new Random(`score ${kind}`)
  const artifact = published(
    sampleArtifact(random, kind, { featureCount, trees: 40, depth: 5 }, encodings),
  )
  const rowCount = 700
  const features = sampleFeatures(random, rowCount, featureCount, 0.1)
  for (let row = 0; row < rowCount; row++) features[row * featureCount + 3] = random.integer(4)
  const scorer = loadScorer(artifact)
  const rowOf = (row: number) => features.subarray(row * featureCount, (row + 1) * featureCount)

  test('scores lie in [0, 1] and differ', () => {
    const scores = scorer.score(features, rowCount)
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true)
    expect(new Set(scores).size).toBeGreaterThan(rowCount / 4)
  })

  test('one row scores as it does in a batch, bit for bit', () => {
    const batch = scorer.score(features, rowCount)
    for (let row = 0; row < rowCount; row++) {
      expect(Object.is(scorer.score(rowOf(row), 1)[0], batch[row])).toBe(true)
    }
    expect(loadScorer(artifact).score(features.subarray(0), rowCount)).toEqual(batch)
  })

  test('scoring leaves the features as they were', () => {
    const before = features.slice()
    scorer.score(features, rowCount)
    scorer.explain(rowOf(0))
    expect(features).toEqual(before)
  })

  test('an explanation names every feature once, the strongest first', () => {
    const contributions = scorer.explain(rowOf(1))
    expect(contributions.map(({ index }) => index).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6])
    const sizes = contributions.map(({ contribution }) => Math.abs(contribution))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(Math.max(...sizes)).toBeGreaterThan(0)
  })

  test('no rows give no scores, too few values are refused', () => {
    expect(scorer.score(new Float32Array(0), 0).length).toBe(0)
    expect(() => scorer.score(features, rowCount + 1)).toThrow(RangeError)
    expect(() => scorer.explain(new Float32Array(featureCount - 1))).toThrow(RangeError)
  })

  test.each([Infinity, -Infinity, 3e38, -3e38, NaN])('a row full of %d gets a score', (value) => {
    const [score] = scorer.score(new Float32Array(featureCount).fill(value), 1)
    expect(score! >= 0 && score! <= 1).toBe(true)
  })
})

describe('explanations add up', () => {
  const random = new Random('additive')
  const shape = { featureCount, trees: 30, depth: 4 }

  test.each(['boosting', 'logistic', 'network', 'forest'] as const)(
    '%s: the contributions are the difference between the log-odds of two rows',
    (kind) => {
      const scorer = loadScorer(sampleArtifact(random, kind, shape))
      const features = sampleFeatures(random, 2, featureCount)
      const [a, b] = [features.subarray(0, featureCount), features.subarray(featureCount)]
      const scores = scorer.score(features, 2)
      const sum = (row: Float32Array) =>
        scorer.explain(row).reduce((total, { contribution }) => total + contribution, 0)
      expect(sum(a) - sum(b)).toBeCloseTo(logOddsOf(scores[0]!) - logOddsOf(scores[1]!), 4)
    },
  )

  test.each(['logistic', 'network'] as const)('a %s of many features', (kind) => {
    const wide = sampleArtifact(random, kind, { featureCount: 75 })
    const row = sampleFeatures(random, 1, 75, 0.1)
    const scorer = loadScorer(wide)
    const mean = scorer.score(new Float32Array(75).fill(NaN), 1)[0]!
    const sum = scorer.explain(row).reduce((total, { contribution }) => total + contribution, 0)
    expect(sum).toBeCloseTo(logOddsOf(scorer.score(row, 1)[0]!) - logOddsOf(mean), 3)
  })

  test('a row that differs from the starting point in nothing is explained by nothing', () => {
    const stumps = sampleArtifact(random, 'forest', { featureCount, depth: 0 })
    const network = sampleArtifact(random, 'network', { featureCount })
    // What is missing is replaced by the mean of the training rows, where a network starts.
    const meanRow = new Float32Array(featureCount).fill(NaN)
    for (const artifact of [stumps, network]) {
      const contributions = loadScorer(artifact).explain(meanRow)
      expect(contributions.map(({ contribution }) => contribution)).toEqual(
        Array(featureCount).fill(0),
      )
    }
  })

  test('a feature that no tree asks contributes nothing', () => {
    const artifact = sampleArtifact(random, 'boosting', { featureCount: 3, trees: 5 })
    artifact.manifest.featureNames.push('unused')
    const contributions = loadScorer(artifact).explain(Float32Array.of(1, 1, 1, 99))
    expect(contributions.find(({ feature }) => feature === 'unused')?.contribution).toBe(0)
  })
})

describe('encodings and calibration', () => {
  test('known codes take their fitted value, unknown and missing ones the fallback', () => {
    const plain = sampleArtifact(new Random(1), 'logistic', { featureCount })
    const encoded: ModelArtifact = { ...plain, manifest: { ...plain.manifest, encodings } }
    const scoreOf = (artifact: ModelArtifact, value: number) =>
      loadScorer(artifact).score(Float32Array.of(0, 0, 0, value, 0, 0, 0), 1)[0]
    for (const [code, value] of [
      [0, -1.25],
      [-0, -1.25],
      [1, 0.75],
      [2.1, 3],
      [7, -0.5],
      [NaN, -0.5],
    ] as const) {
      expect(scoreOf(encoded, code)).toBe(scoreOf(plain, value))
    }
  })

  test('Platt scaling moves the log-odds and scales the explanation', () => {
    const plain = sampleArtifact(new Random(2), 'boosting', { featureCount })
    const calibration = { kind: 'platt' as const, slope: 2, intercept: -1 }
    const calibrated = { ...plain, manifest: { ...plain.manifest, calibration } }
    const row = sampleFeatures(new Random(3), 1, featureCount)
    const before = loadScorer(plain)
    const after = loadScorer(published(calibrated))
    expect(logOddsOf(after.score(row, 1)[0]!)).toBeCloseTo(
      2 * logOddsOf(before.score(row, 1)[0]!) - 1,
      4,
    )
    expect(after.explain(row)[0]!.contribution).toBe(2 * before.explain(row)[0]!.contribution)
  })

  test('an isotonic curve keeps the order, and the explanation adds up to the calibrated log-odds', () => {
    const plain = sampleArtifact(new Random(2), 'network', { featureCount })
    const calibration = { kind: 'isotonic' as const, from: [-2, 0, 1], to: [-5, -3, 2] }
    const after = loadScorer(published({ ...plain, manifest: { ...plain.manifest, calibration } }))
    const before = loadScorer(plain)
    expect([before.isProbability, after.isProbability]).toEqual([false, true])
    const rowCount = 200
    const features = sampleFeatures(new Random(3), rowCount, featureCount)
    const order = (scores: Float32Array) =>
      Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]! || a - b)
    const calibrated = after.score(features, rowCount)
    expect(order(calibrated)).toEqual(order(before.score(features, rowCount)))
    expect(calibrated).not.toEqual(before.score(features, rowCount))

    const mean = after.score(new Float32Array(featureCount).fill(NaN), 1)[0]!
    for (let row = 0; row < 20; row++) {
      const own = features.subarray(row * featureCount, (row + 1) * featureCount)
      const sum = after.explain(own).reduce((total, { contribution }) => total + contribution, 0)
      expect(sum).toBeCloseTo(logOddsOf(calibrated[row]!) - logOddsOf(mean), 3)
    }
  })

  test.each([
    [{ kind: 'isotonic', from: [0, 0], to: [0, 1] }, /must rise/],
    [{ kind: 'isotonic', from: [0, 1], to: [1, 0.5] }, /must rise/],
    [{ kind: 'isotonic', from: [0, 1], to: [0, 1, 2] }, /do not pair/],
  ])('a curve that could change the order is refused: %j', (calibration, reason) => {
    const { manifest, payload } = sampleArtifact(new Random(2), 'logistic', { featureCount })
    const faulty = { ...manifest, calibration } as typeof manifest
    expect(() => encodeModelArtifact(faulty, payload)).toThrow(reason)
  })
})

describe('missing values', () => {
  const tree = (missingLeft: number) => ({
    manifest: {
      ...sampleArtifact(new Random(1), 'boosting', { featureCount: 1 }).manifest,
      model: {
        kind: 'tree-ensemble' as const,
        aggregation: 'sum' as const,
        base: 0,
        treeCount: 1,
        nodeCount: 3,
        sections: {
          roots: { offset: 0, length: 1 },
          feature: { offset: 1, length: 3 },
          threshold: { offset: 4, length: 3 },
          left: { offset: 7, length: 3 },
          value: { offset: 10, length: 3 },
          missingLeft: { offset: 13, length: 3 },
        },
      },
    },
    payload: Float32Array.of(0, 0, -1, -1, 2, 0, 0, 1, -1, -1, 0, -3, 3, missingLeft, 0, 0),
  })

  test('follow the default direction of the node; a value on the threshold goes left', () => {
    for (const rowCount of [1, 300]) {
      const score = (missingLeft: number, value: number) =>
        loadScorer(published(tree(missingLeft))).score(
          new Float32Array(rowCount).fill(value),
          rowCount,
        )[rowCount - 1]! > 0.5
      expect(score(1, NaN)).toBe(false)
      expect(score(0, NaN)).toBe(true)
      expect(score(1, 2)).toBe(false)
      expect(score(1, 2.0000002)).toBe(true)
      expect(score(0, -Infinity)).toBe(false)
      expect(score(1, Infinity)).toBe(true)
    }
  })
})
