import { describe, expect, test } from 'vitest'
import { Random } from '../random.ts'
import { compileBitSlicedTrees, ROWS_PER_WORD } from './bit-sliced-trees.ts'
import type { TreeEnsembleModel } from './model-manifest.ts'
import { readSection } from './payload-writer.ts'
import { type SampleShape, sampleArtifact } from './sample-model.ts'
import { compileTreeWalk, type TreeColumns } from './tree-walk.ts'

function sampleColumns(random: Random, shape: SampleShape): TreeColumns {
  const { manifest, payload } = sampleArtifact(random, 'boosting', shape)
  const { sections } = manifest.model as TreeEnsembleModel
  return {
    roots: Int32Array.from(readSection(payload, sections.roots)),
    feature: Int32Array.from(readSection(payload, sections.feature)),
    left: Int32Array.from(readSection(payload, sections.left)),
    threshold: readSection(payload, sections.threshold),
    value: readSection(payload, sections.value),
    missingLeft: readSection(payload, sections.missingLeft),
  }
}

const special = [NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-45, 3e38, -3e38, 0.015625, -0.015625]

/** Values on, beside and far from the thresholds, which are multiples of 1/64. */
function awkwardFeatures(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => {
    if (random.chance(0.3)) return random.pick(special)
    const onThreshold = Math.round(random.normal() * 64) / 64
    return onThreshold + random.pick([0, 0, 1e-6, -1e-6, 0.3])
  })
}

describe('32 rows at a time', () => {
  test.each<SampleShape>([
    { featureCount: 5, trees: 300, depth: 4, splitChance: 1 },
    { featureCount: 1, trees: 20, depth: 3, splitChance: 0.7 },
    { featureCount: 40, trees: 3, depth: 8, splitChance: 0.9 },
    { featureCount: 3, trees: 600, depth: 1 },
    { featureCount: 3, trees: 4, depth: 0 },
    { featureCount: 12, trees: 64, depth: 6, splitChance: 0.6 },
  ])('give the same bits as walking: %j', (shape) => {
    const random = new Random(JSON.stringify(shape))
    const trees = sampleColumns(random, shape)
    trees.threshold.forEach((value, node) => {
      if (value === 0 && node % 2) trees.threshold[node] = -0
    })
    const rowCount = 10 * ROWS_PER_WORD
    const features = awkwardFeatures(random, rowCount * shape.featureCount)
    const walked = new Float64Array(rowCount).fill(-2)
    compileTreeWalk(trees, shape.featureCount).addRows(features, 0, rowCount, walked)
    const sliced = new Float64Array(rowCount).fill(-2)
    const addBlock = compileBitSlicedTrees(trees, shape.featureCount)!
    const bits = new Int32Array(features.buffer)
    for (let row = 0; row < rowCount; row += ROWS_PER_WORD) addBlock(features, bits, row, sliced)
    expect(sliced).toEqual(walked)
    if (shape.depth) expect(new Set(walked).size).toBeGreaterThan(5)
  })

  test('are not offered for deep trees', () => {
    const trees = sampleColumns(new Random(1), {
      featureCount: 2,
      trees: 1,
      depth: 9,
      splitChance: 1,
    })
    expect(compileBitSlicedTrees(trees, 2)).toBeNull()
  })

  test('are not offered where padding would need far more memory than the trees', () => {
    const stumps = 20_000
    const deep = sampleColumns(new Random(2), {
      featureCount: 1,
      trees: 1,
      depth: 8,
      splitChance: 1,
    })
    const roots = Int32Array.from({ length: stumps }, (_, tree) =>
      tree === 0 ? 0 : deep.feature.length + tree - 1,
    )
    const extended = (column: Float32Array, filler: number) =>
      Float32Array.from({ length: column.length + stumps - 1 }, (_, node) => column[node] ?? filler)
    const trees: TreeColumns = {
      roots,
      feature: Int32Array.from(extended(Float32Array.from(deep.feature), -1)),
      left: Int32Array.from(extended(Float32Array.from(deep.left), -1)),
      threshold: extended(deep.threshold, 0),
      value: extended(deep.value, 0.5),
      missingLeft: extended(deep.missingLeft, 0),
    }
    expect(compileBitSlicedTrees(trees, 1)).toBeNull()
  })
})
