import { expect, test, vi } from 'vitest'
import { averagePrecision } from '../../core/evaluation/precision-recall.ts'
import { rankByScore } from '../../core/evaluation/ranking.ts'
import { Random } from '../../core/random.ts'
import { type BoostingRules, boost } from './boost.ts'
import type { LabelledRows } from './labelled-rows.ts'
import type { TreeNodes } from './tree-nodes.ts'

vi.setConfig({ testTimeout: 60_000 })

const rules: BoostingRules = {
  treeCount: 60,
  maxDepth: 3,
  learningRate: 0.2,
  l2: 1,
  maxStep: 4,
  minChildWeight: 0.01,
  rowsPerTree: 1e9,
  columnShare: 1,
  fraudWeight: 1,
  patience: 60,
}

/** Fraud where the first feature is high and the second one low; a third one is noise. */
function toyRows(seed: number, rowCount: number, gaps = 0): LabelledRows {
  const random = new Random(seed)
  const features = new Float32Array(rowCount * 3)
  const labels = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    for (let feature = 0; feature < 3; feature++) {
      features[row * 3 + feature] = random.next()
    }
    labels[row] = features[row * 3]! > 0.8 && features[row * 3 + 1]! < 0.3 ? 1 : 0
    if (random.chance(gaps)) features[row * 3 + 2] = Number.NaN
  }
  return { rowCount, featureCount: 3, features, labels }
}

function measureOn(validation: LabelledRows) {
  return (scores: Float64Array) =>
    averagePrecision(rankByScore({ scores, isFraud: validation.labels }))
}

function fitToy(changes: Partial<BoostingRules> = {}, seed = 1, gaps = 0) {
  const validation = toyRows(12, 1_500, gaps)
  const train = toyRows(11, 3_000, gaps)
  return boost(train, validation, { ...rules, ...changes }, measureOn(validation), new Random(seed))
}

function bestMeasure(curve: { validationAveragePrecision: number }[]): number {
  return Math.max(...curve.map((point) => point.validationAveragePrecision))
}

/** Depth of the deepest leaf, by walking the trees. */
function depthOf(nodes: TreeNodes): number {
  const walk = (node: number): number =>
    nodes.feature[node]! < 0
      ? 0
      : 1 + Math.max(walk(nodes.left[node]!), walk(nodes.left[node]! + 1))
  return Math.max(...nodes.roots.map(walk))
}

test('learns a rule that needs two features together', () => {
  const model = fitToy()
  expect(bestMeasure(model.learningCurve)).toBeGreaterThan(0.99)
  expect(model.gains[0]! + model.gains[1]!).toBeGreaterThan(50 * model.gains[2]!)
})

test('the training loss falls', () => {
  const { learningCurve } = fitToy()
  const losses = learningCurve.map((point) => point.trainLoss!)
  expect(losses).toEqual(losses.toSorted((a, b) => b - a))
})

test('no tree is deeper than allowed', () => {
  expect(depthOf(fitToy({ maxDepth: 1 }).nodes)).toBe(1)
  expect(depthOf(fitToy({ maxDepth: 2 }).nodes)).toBe(2)
})

test('the same seed gives the same trees, another seed others', () => {
  const sampled = { rowsPerTree: 1_800, columnShare: 0.7 }
  expect(fitToy(sampled, 5).nodes).toEqual(fitToy(sampled, 5).nodes)
  expect(fitToy(sampled, 6).nodes).not.toEqual(fitToy(sampled, 5).nodes)
})

test('sampling rows and columns still learns', () => {
  const model = fitToy({ rowsPerTree: 1_000, columnShare: 0.67 })
  expect(bestMeasure(model.learningCurve)).toBeGreaterThan(0.98)
})

test('a missing value can itself be the sign of fraud', () => {
  const hide = (rows: LabelledRows) => {
    for (let row = 0; row < rows.rowCount; row++) {
      rows.features[row * 3] = rows.labels[row] === 1 ? Number.NaN : 0.5
      rows.features[row * 3 + 1] = 0.5
    }
    return rows
  }
  const validation = hide(toyRows(2, 800))
  const model = boost(
    hide(toyRows(1, 800)),
    validation,
    rules,
    measureOn(validation),
    new Random(1),
  )
  expect(bestMeasure(model.learningCurve)).toBe(1)
  expect(model.nodes.feature[0]).toBe(0)
})

test('missing values in a feature of no use change little', () => {
  expect(bestMeasure(fitToy({}, 1, 0.3).learningCurve)).toBeGreaterThan(0.99)
})

test('a larger L2 penalty makes smaller steps', () => {
  const largest = (l2: number) =>
    Math.max(...fitToy({ l2, treeCount: 10, maxStep: 100 }).nodes.value.map(Math.abs))
  expect(largest(1)).toBeGreaterThan(largest(10))
  expect(largest(10)).toBeGreaterThan(largest(100))
})

test('no leaf moves further than the largest step', () => {
  const { nodes } = fitToy({ maxStep: 0.5, l2: 0.001 })
  expect(Math.max(...nodes.value.map(Math.abs))).toBeCloseTo(0.1, 6)
})

test('starts at the log-odds of the weighted share of frauds', () => {
  const train = toyRows(11, 3_000)
  const frauds = train.labels.reduce((sum, label) => sum + label, 0)
  expect(fitToy().base).toBeCloseTo(Math.log(frauds / (3_000 - frauds)), 12)
  expect(fitToy({ fraudWeight: 3 }).base).toBeCloseTo(Math.log((3 * frauds) / (3_000 - frauds)), 6)
})

test('stops early, and keeps the trees up to the best three looks in a row', () => {
  const validation = toyRows(12, 1_500)
  const measures = [0.9, 0.5, 0.7, 0.8, 0.7, 0.6, 0.6, 0.6]
  let looks = 0
  const model = boost(
    toyRows(11, 3_000),
    validation,
    { ...rules, treeCount: 200, patience: 20 },
    () => measures[looks++]!,
    new Random(1),
  )
  expect(looks).toBe(7)
  expect(model.nodes.roots.length).toBe(50)
  expect(model.nodes.value.length).toBe(model.nodes.feature.length)
})

test('one class alone cannot be learned', () => {
  const train = toyRows(1, 100)
  train.labels.fill(0)
  expect(() => boost(train, toyRows(2, 100), rules, () => 0, new Random(1))).toThrow(/one class/)
})
