import { derive, type Random } from '../../core/random.ts'
import type { BinnedRows } from './bin-rows.ts'
import type { Bins } from './fit-bins.ts'
import { RandomTreeGrower } from './grow-random-tree.ts'
import type { LabelledRows } from './labelled-rows.ts'
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

/** Some trees of a forest: plain data over memory that threads share. */
export interface GrowTreesRequest extends Pick<LabelledRows, 'labels' | 'weights'> {
  binned: BinnedRows
  bins: Bins
  rules: ForestRules
  seed: number
  /** Numbers of the trees: `first` to `end` − 1. */
  first: number
  end: number
}

/**
 * Grows the trees of these numbers. Each one sees a bootstrap of the rows: each row counts a Poisson(1) number of
 * times, which is what drawing n of n with replacement tends to. With gradient −w·y and hessian w, the engine's leaf
 * value is the share of fraud, and its gain is the loss of Gini impurity but for a constant.
 */
export function growTrees(request: GrowTreesRequest): TreeNodes {
  const { binned, bins, rules, seed, first, end } = request
  const nodes = createTreeNodes()
  const growth = {
    maxDepth: rules.maxDepth,
    minChildWeight: rules.minLeafRows,
    l2: 0,
    minGain: 0,
    shrinkage: 1,
    maxStep: 1,
  }
  const columns = Math.min(rules.columnsPerNode, binned.featureCount)
  const grower = new RandomTreeGrower(binned, bins, columns, growth)
  const gradients = new Float32Array(2 * binned.rowCount)
  const rows = new Uint32Array(binned.rowCount)
  for (let tree = first; tree < end; tree++) {
    const random = derive(seed, 'tree', tree)
    const drawn = drawBootstrap(request, rows, gradients, random)
    grower.grow(nodes, rows.subarray(0, drawn), gradients, random)
  }
  return nodes
}

/** Writes the rows of one bootstrap and their gradients; returns how many distinct rows were drawn. */
function drawBootstrap(
  { labels, weights, rules }: GrowTreesRequest,
  rows: Uint32Array,
  gradients: Float32Array,
  random: Random,
): number {
  let drawn = 0
  for (let row = 0; row < rows.length; row++) {
    const times = drawPoisson(random.next())
    if (times === 0) continue
    const weight = times * (weights?.[row] ?? 1) * (labels[row] === 1 ? rules.fraudWeight : 1)
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
