import { logOddsOf } from './log-odds.ts'
import type { TreeEnsembleModel } from './model-artifact.ts'
import { type PayloadWriter, readSection } from './payload-writer.ts'
import type { Predictor } from './predictor.ts'

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

/** Rows scored together: their features and sums stay in the first-level cache. */
const BLOCK_ROWS = 128

/** Makes a checked ensemble ready to score and explain. */
export function loadTreeEnsemble(
  model: TreeEnsembleModel,
  payload: Float32Array,
  featureCount: number,
): Predictor {
  const { sections, treeCount } = model
  const roots = Int32Array.from(readSection(payload, sections.roots))
  const feature = Int32Array.from(readSection(payload, sections.feature))
  const left = Int32Array.from(readSection(payload, sections.left))
  const threshold = readSection(payload, sections.threshold)
  const value = readSection(payload, sections.value)
  const missingLeft = readSection(payload, sections.missingLeft)
  const isMean = model.aggregation === 'mean'

  function childOf(node: number, x: number): number {
    const goesLeft = x <= threshold[node]! || (missingLeft[node] === 1 && Number.isNaN(x))
    return goesLeft ? left[node]! : left[node]! + 1
  }

  return {
    // Trees outside, rows of a block inside: a tree's nodes are read once per block.
    logOdds(features, rowCount, out) {
      for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
        const end = Math.min(start + BLOCK_ROWS, rowCount)
        out.fill(isMean ? 0 : model.base, start, end)
        for (let tree = 0; tree < treeCount; tree++) {
          const root = roots[tree]!
          for (let row = start; row < end; row++) {
            const offset = row * featureCount
            let node = root
            for (let j = feature[node]!; j >= 0; j = feature[node]!) {
              node = childOf(node, features[offset + j]!)
            }
            out[row]! += value[node]!
          }
        }
        if (isMean)
          for (let row = start; row < end; row++) out[row] = logOddsOf(out[row]! / treeCount)
      }
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
          const child = childOf(node, features[j]!)
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
