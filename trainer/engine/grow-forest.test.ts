import { expect, test } from 'vitest'
import { averagePrecision } from '../../core/evaluation/precision-recall.ts'
import { rankByScore } from '../../core/evaluation/ranking.ts'
import { Random } from '../../core/random.ts'
import { growForest } from './grow-forest.ts'
import type { LabelledRows } from './labelled-rows.ts'

const rules = { treeCount: 30, maxDepth: 10, columnsPerNode: 2, minLeafRows: 2, fraudWeight: 1 }

/** Fraud inside a ring around the centre of two features; a third one is noise. */
function ringRows(seed: number, rowCount: number): LabelledRows {
  const random = new Random(seed)
  const features = Float32Array.from({ length: rowCount * 3 }, () => random.between(-1, 1))
  const labels = Uint8Array.from({ length: rowCount }, (_, row) => {
    const radius = features[row * 3]! ** 2 + features[row * 3 + 1]! ** 2
    return radius > 0.3 && radius < 0.5 ? 1 : 0
  })
  return { rowCount, featureCount: 3, features, labels }
}

const train = ringRows(1, 3_000)
const validation = ringRows(2, 1_000)

test('learns a ring that no straight cut finds', async () => {
  const { validationScores } = await growForest(train, validation, rules, 1)
  const found = averagePrecision(
    rankByScore({ scores: validationScores, isFraud: validation.labels }),
  )
  expect(found).toBeGreaterThan(0.9)
})

test('scores are shares of fraud', async () => {
  const { nodes, validationScores } = await growForest(train, validation, rules, 1)
  expect(Math.min(...nodes.value)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...nodes.value)).toBeLessThanOrEqual(1)
  const share = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
  expect(share(validationScores)).toBeCloseTo(share(validation.labels), 1)
})

test('the same seed gives the same trees on any number of threads, another seed others', async () => {
  const grow = async (seed: number, threads: number) =>
    (await growForest(train, validation, rules, seed, threads)).nodes
  const alone = await grow(3, 1)
  expect(await grow(3, 1)).toEqual(alone)
  expect(await grow(3, 4)).toEqual(alone)
  expect(await grow(4, 1)).not.toEqual(alone)
})
