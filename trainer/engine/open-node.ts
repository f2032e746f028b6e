import type { Histogram } from './build-histogram.ts'
import type { Split, SplitRules } from './find-split.ts'
import type { Bins } from './fit-bins.ts'
import { addNode, type TreeNodes } from './tree-nodes.ts'

/** How one tree may grow. */
export interface GrowthRules extends SplitRules {
  maxDepth: number
  /** Multiplies every leaf value: the learning rate when boosting, 1 in a forest. */
  shrinkage: number
  /**
   * Largest step of a leaf in log-odds before shrinkage. With few frauds a pure leaf has almost no hessian, and an
   * unbounded Newton step would jump to certainty in the first tree (XGBoost's max_delta_step).
   */
  maxStep: number
}

/** A node whose rows lie in `rows[start…end)`, waiting to be split. */
export interface OpenNode {
  id: number
  start: number
  end: number
  gradient: number
  hessian: number
  histogram: Histogram | null
}

/** The largest float32: everything known goes left, everything missing right. */
const EVERYTHING = 3.4028234663852886e38

/** A node over `rows[start…end)` without sums. */
export function openNode(nodes: TreeNodes, start: number, end: number): OpenNode {
  return { id: addNode(nodes), start, end, gradient: 0, hessian: 0, histogram: null }
}

/** Writes a split down and opens its two children, whose rows part at `middle`. */
export function addChildren(
  nodes: TreeNodes,
  bins: Bins,
  node: OpenNode,
  split: Split,
  middle: number,
): [OpenNode, OpenNode] {
  nodes.feature[node.id] = split.feature
  nodes.bin[node.id] = split.bin
  nodes.threshold[node.id] = bins.cuts[split.feature]![split.bin] ?? EVERYTHING
  nodes.missingLeft[node.id] = split.missingLeft
  const left = openNode(nodes, node.start, middle)
  nodes.left[node.id] = left.id
  return [left, openNode(nodes, middle, node.end)]
}

/** Sums gradient and hessian over the rows of a node. `gradients` interleaves both by row. */
export function sumGradients(node: OpenNode, rows: Uint32Array, gradients: Float32Array): void {
  let gradient = 0
  let hessian = 0
  for (let k = node.start; k < node.end; k++) {
    const row = rows[k]!
    gradient += gradients[2 * row]!
    hessian += gradients[2 * row + 1]!
  }
  node.gradient = gradient
  node.hessian = hessian
}

/** The leaf value −G / (H + λ), bounded and shrunken, as the float32 that the artifact stores. */
export function leafValue({ gradient, hessian }: OpenNode, rules: GrowthRules): number {
  const step = -gradient / (hessian + rules.l2)
  return Math.fround(rules.shrinkage * Math.max(-rules.maxStep, Math.min(rules.maxStep, step)))
}
