import { compileBitSlicedTrees, ROWS_PER_WORD } from './bit-sliced-trees.ts'
import { logOddsOf } from './log-odds.ts'
import type { TreeEnsembleModel } from './model-manifest.ts'
import { type PayloadWriter, readSection } from './payload-writer.ts'
import type { Predictor } from './predictor.ts'
import { compileTreeWalk } from './tree-walk.ts'

/**
 * Trees laid end to end, one entry per node, parents before children.
 * A row goes left when its value is at most the threshold; the right child is `left + 1`.
 * A missing value (NaN) goes left where `missingLeft` is 1.
 */
export interface TreeEnsemble {
  /** `sum` adds node values to `base` in log-odds; `mean` averages probabilities. */
  aggregation: 'sum' | 'mean'
  base: number
  /** First node of each tree, ascending; the first one is 0. */
  roots: ArrayLike<number>
  /** Feature position asked by the node; -1 for a leaf. */
  feature: ArrayLike<number>
  threshold: ArrayLike<number>
  /** Node number of the left child; -1 for a leaf. */
  left: ArrayLike<number>
  /**
   * What the tree answers when the walk ends here. Inner nodes hold it too (the mean of the training
   * rows that reach them): explanations are made of the differences along the path.
   */
  value: ArrayLike<number>
  missingLeft: ArrayLike<number | boolean>
}

/** Appends an ensemble to a payload and describes it for the manifest. */
export function writeTreeEnsemble(writer: PayloadWriter, trees: TreeEnsemble): TreeEnsembleModel {
  return {
    kind: 'tree-ensemble',
    aggregation: trees.aggregation,
    base: trees.base,
    treeCount: trees.roots.length,
    nodeCount: trees.feature.length,
    sections: {
      roots: writer.add(trees.roots),
      feature: writer.add(trees.feature),
      threshold: writer.add(trees.threshold),
      left: writer.add(trees.left),
      value: writer.add(trees.value),
      missingLeft: writer.add(Array.from(trees.missingLeft, Number)),
    },
  }
}

/** Makes a checked ensemble ready to score and explain. */
export function loadTreeEnsemble(
  model: TreeEnsembleModel,
  payload: Float32Array,
  featureCount: number,
): Predictor {
  const { sections, treeCount } = model
  const trees = {
    roots: new Int32Array(readSection(payload, sections.roots)),
    feature: new Int32Array(readSection(payload, sections.feature)),
    threshold: readSection(payload, sections.threshold),
    left: new Int32Array(readSection(payload, sections.left)),
    value: readSection(payload, sections.value),
    missingLeft: readSection(payload, sections.missingLeft),
  }
  const { roots, feature, value } = trees
  const isMean = model.aggregation === 'mean'
  const walk = compileTreeWalk(trees, featureCount)
  let addBlock: ReturnType<typeof compileBitSlicedTrees> | undefined

  return {
    // Both ways add the same leaves in the same order: a row's score does not depend on its batch.
    logOdds(features, rowCount, out) {
      out.fill(isMean ? 0 : model.base, 0, rowCount)
      let row = 0
      if (rowCount >= ROWS_PER_WORD && addBlock === undefined) {
        addBlock = compileBitSlicedTrees(trees, featureCount)
      }
      if (addBlock) {
        const bits = new Int32Array(features.buffer, features.byteOffset, features.length)
        for (; row + ROWS_PER_WORD <= rowCount; row += ROWS_PER_WORD) {
          addBlock(features, bits, row, out)
        }
      }
      walk.addRows(features, row, rowCount, out)
      if (isMean) for (row = 0; row < rowCount; row++) out[row] = logOddsOf(out[row]! / treeCount)
    },

    // Differences of node values along the path: A. Saabas, "Interpreting random forests", 2014.
    contributions(features) {
      const contributions = new Float64Array(featureCount)
      let start = 0
      let end = 0
      for (let tree = 0; tree < treeCount; tree++) {
        let node = roots[tree]!
        start += value[node]!
        for (let j = feature[node]!; j >= 0; j = feature[node]!) {
          const child = walk.childOf(node, features[j]!)
          contributions[j]! += value[child]! - value[node]!
          node = child
        }
        end += value[node]!
      }
      if (isMean) {
        // Probabilities add up, log-odds are asked for: one factor keeps the sum and the shares.
        const moved = (end - start) / treeCount
        const from = start / treeCount
        const factor =
          Math.abs(moved) > 1e-12
            ? (logOddsOf(end / treeCount) - logOddsOf(from)) / moved
            : 1 / Math.max(from * (1 - from), 1e-7)
        for (let j = 0; j < featureCount; j++) contributions[j]! *= factor / treeCount
      }
      return contributions
    },
  }
}
