import type { BinnedRows } from './bin-rows.ts'
import {
  addRows,
  addRowsOfFeatures,
  createHistogram,
  type Histogram,
  subtractHistogram,
} from './build-histogram.ts'
import { findSplit } from './find-split.ts'
import type { Bins } from './fit-bins.ts'
import {
  addChildren,
  type GrowthRules,
  leafValue,
  type OpenNode,
  openNode,
  sumGradients,
} from './open-node.ts'
import { RowPartition } from './partition-rows.ts'
import type { TreeNodes } from './tree-nodes.ts'

/** What one tree is grown on. */
export interface TreeRows {
  binned: BinnedRows
  /** Row numbers; growing reorders them, so that the rows of a leaf lie side by side. */
  rows: Uint32Array
  /** Gradient and hessian of each row, interleaved. */
  gradients: Float32Array
  /** Features that may split, ascending. */
  features: Int32Array
}

/** Called once per leaf with its value and its rows in `rows[start…end)`. */
export type OnLeaf = (value: number, start: number, end: number) => void

/**
 * Grows trees level by level on binned rows. Buffers are kept between trees, and histograms between nodes:
 * a node's larger child is its parent minus the smaller child, so that each level reads at most half of the rows.
 */
export class TreeGrower {
  readonly nodes: TreeNodes
  /** Total gain per feature over all trees grown so far. */
  readonly gains: Float64Array
  readonly #bins: Bins
  readonly #cutCounts: Int32Array
  readonly #partition: RowPartition
  readonly #pool: Histogram[] = []

  /** For trees on at most `rowCount` rows. */
  constructor(bins: Bins, rowCount: number, nodes: TreeNodes) {
    this.nodes = nodes
    this.gains = new Float64Array(bins.featureCount)
    this.#bins = bins
    this.#cutCounts = Int32Array.from(bins.cuts, (cuts) => cuts.length)
    this.#partition = new RowPartition(rowCount)
  }

  /** Grows one tree. */
  grow(tree: TreeRows, rules: GrowthRules, onLeaf: OnLeaf): void {
    const root = openNode(this.nodes, 0, tree.rows.length)
    this.nodes.roots.push(root.id)
    root.histogram = this.#takeHistogram()
    this.#addRows(tree, root, root.histogram)
    sumGradients(root, tree.rows, tree.gradients)
    let level = [root]
    for (let depth = 0; level.length > 0; depth++) {
      const next: OpenNode[] = []
      for (const node of level) {
        const children = this.#split(node, tree, rules)
        if (children === null) {
          onLeaf(this.nodes.value[node.id]!, node.start, node.end)
          if (node.histogram) this.#pool.push(node.histogram)
          continue
        }
        if (depth + 1 < rules.maxDepth) this.#fillHistograms(node, children, tree)
        else {
          for (const child of children) sumGradients(child, tree.rows, tree.gradients)
          this.#pool.push(node.histogram!)
        }
        next.push(...children)
      }
      level = next
    }
  }

  /** Gives a node its value and, where a cut gains, its children; null makes it a leaf. */
  #split(node: OpenNode, tree: TreeRows, rules: GrowthRules): [OpenNode, OpenNode] | null {
    const { nodes } = this
    nodes.value[node.id] = leafValue(node, rules)
    if (node.histogram === null || node.end - node.start < 2) return null
    const split = findSplit(
      node.histogram,
      node.gradient,
      node.hessian,
      this.#cutCounts,
      tree.features,
      tree.features.length,
      rules,
    )
    if (split === null) return null
    this.gains[split.feature]! += split.gain
    const middle = this.#partition.apply(tree.binned, tree.rows, node.start, node.end, split)
    return addChildren(nodes, this.#bins, node, split, middle)
  }

  #fillHistograms(parent: OpenNode, children: [OpenNode, OpenNode], tree: TreeRows): void {
    const [left, right] = children
    const isLeftSmaller = left.end - left.start < right.end - right.start
    const small = isLeftSmaller ? left : right
    const large = isLeftSmaller ? right : left
    small.histogram = this.#takeHistogram()
    this.#addRows(tree, small, small.histogram)
    subtractHistogram(parent.histogram!, small.histogram)
    large.histogram = parent.histogram
    parent.histogram = null
    sumGradients(small, tree.rows, tree.gradients)
    large.gradient = parent.gradient - small.gradient
    large.hessian = parent.hessian - small.hessian
  }

  #addRows(
    { binned, rows, gradients, features }: TreeRows,
    { start, end }: OpenNode,
    histogram: Histogram,
  ): void {
    const { bins, featureCount } = binned
    if (features.length === featureCount) {
      addRows(bins, featureCount, rows, start, end, gradients, histogram)
    } else {
      addRowsOfFeatures(
        bins,
        featureCount,
        rows,
        start,
        end,
        gradients,
        histogram,
        features,
        features.length,
      )
    }
  }

  #takeHistogram(): Histogram {
    const histogram = this.#pool.pop()
    return histogram ? histogram.fill(0) : createHistogram(this.#bins.featureCount)
  }
}
