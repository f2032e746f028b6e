import type { Random } from '../../core/random.ts'
import { binRows } from './bin-rows.ts'
import { fitBins } from './fit-bins.ts'
import { TreeGrower } from './grow-tree.ts'
import type { LabelledRows } from './labelled-rows.ts'
import { addTreeScores } from './score-binned.ts'
import { createTreeNodes, type TreeNodes } from './tree-nodes.ts'

/** What can be chosen about a forest. */
export interface ForestRules {
  treeCount: number
  maxDepth: number
  /** Features that each node may choose from, drawn anew. */
  columnsPerNode: number
  /** Least number of rows (by their weights) in a leaf. */
  minLeafRows: number
  /** Weight of a fraud against a legitimate row of weight 1. */
  fraudWeight: number
}

/** A forest: the mean of its trees' leaf values is the fraud score. */
export interface Forest {
  nodes: TreeNodes
  /** Fraud scores of the validation rows. */
  validationScores: Float32Array
}

/**
 * A random forest (L. Breiman, 2001) on histograms. Every tree sees a bootstrap of the rows: each row counts a
 * Poisson(1) number of times, which is what drawing n of n with replacement tends to. With gradient −w·y and hessian
 * w, the engine's leaf value is the share of fraud, and its gain is the loss of Gini impurity but for a constant.
 * The same seed gives the same trees, bit for bit.
 */
export function growForest(
  train: LabelledRows,
  validation: LabelledRows,
  rules: ForestRules,
  random: Random,
): Forest {
  const bins = fitBins(train.features, train.rowCount, train.featureCount)
  const binned = binRows(train.features, train.rowCount, bins)
  const binnedValidation = binRows(validation.features, validation.rowCount, bins)
  const validationRows = Uint32Array.from({ length: validation.rowCount }, (_, row) => row)
  const sums = new Float64Array(validation.rowCount)
  const nodes = createTreeNodes()
  const grower = new TreeGrower(binned, bins, nodes)
  const gradients = new Float32Array(2 * train.rowCount)
  const rows = new Uint32Array(train.rowCount)
  const columns = Math.min(rules.columnsPerNode, train.featureCount)
  const growth = {
    maxDepth: rules.maxDepth,
    minChildWeight: rules.minLeafRows,
    l2: 0,
    minGain: 0,
    shrinkage: 1,
    maxStep: 1,
  }
  for (let tree = 0; tree < rules.treeCount; tree++) {
    const rowCount = drawBootstrap(train, rules.fraudWeight, rows, gradients, random)
    grower.growRandomised(rows, rowCount, gradients, columns, growth, random)
    addTreeScores(nodes, tree, binnedValidation, validationRows, sums)
  }
  return { nodes, validationScores: Float32Array.from(sums, (sum) => sum / rules.treeCount) }
}

/** Writes the rows of one bootstrap and their gradients; returns how many distinct rows were drawn. */
function drawBootstrap(
  { labels, weights, rowCount }: LabelledRows,
  fraudWeight: number,
  rows: Uint32Array,
  gradients: Float32Array,
  random: Random,
): number {
  let drawn = 0
  for (let row = 0; row < rowCount; row++) {
    const times = drawPoisson(random.next())
    if (times === 0) continue
    const weight = times * (weights?.[row] ?? 1) * (labels[row] === 1 ? fraudWeight : 1)
    gradients[2 * row] = -weight * labels[row]!
    gradients[2 * row + 1] = weight
    rows[drawn++] = row
  }
  return drawn
}

/** A Poisson number of mean 1 by inversion: the first k whose cumulated probability exceeds `uniform`. */
function drawPoisson(uniform: number): number {
  let times = 0
  let probability = Math.exp(-1)
  let cumulated = probability
  while (uniform > cumulated && times < 12) {
    times++
    probability /= times
    cumulated += probability
  }
  return times
}
