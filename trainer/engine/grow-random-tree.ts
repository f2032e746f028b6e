import type { Random } from '../../core/random.ts'
import type { BinnedRows } from './bin-rows.ts'
import {
  addRowsOfFeatures,
  createHistogram,
  FEATURE_STRIDE,
  type Histogram,
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

/**
 * Grows the trees of a random forest: every node may only split on a few features drawn anew. Sampled features leave
 * nothing to subtract from, so each node reads its own rows.
 */
export class RandomTreeGrower {
  readonly #binned: BinnedRows
  readonly #bins: Bins
  readonly #columnsPerNode: number
  readonly #rules: GrowthRules
  readonly #cutCounts: Int32Array
  readonly #partition: RowPartition
  readonly #histogram: Histogram
  readonly #columns: Int32Array

  constructor(binned: BinnedRows, bins: Bins, columnsPerNode: number, rules: GrowthRules) {
    this.#binned = binned
    this.#bins = bins
    this.#columnsPerNode = columnsPerNode
    this.#rules = rules
    this.#cutCounts = Int32Array.from(bins.cuts, (cuts) => cuts.length)
    this.#partition = new RowPartition(binned.rowCount)
    this.#histogram = createHistogram(bins.featureCount)
    this.#columns = new Int32Array(bins.featureCount)
  }

  /** Adds one tree on `rows`, which it reorders, to `nodes`. `gradients` interleaves gradient and hessian by row. */
  grow(nodes: TreeNodes, rows: Uint32Array, gradients: Float32Array, random: Random): void {
    for (let column = 0; column < this.#columns.length; column++) this.#columns[column] = column
    const root = openNode(nodes, 0, rows.length)
    nodes.roots.push(root.id)
    sumGradients(root, rows, gradients)
    let level = [root]
    for (let depth = 0; level.length > 0; depth++) {
      const next: OpenNode[] = []
      for (const node of level) {
        nodes.value[node.id] = leafValue(node, this.#rules)
        const isPure = node.gradient === 0 || node.gradient === -node.hessian
        if (depth >= this.#rules.maxDepth || isPure || node.end - node.start < 2) continue
        const children = this.#split(nodes, node, rows, gradients, random)
        if (children === null) continue
        for (const child of children) sumGradients(child, rows, gradients)
        next.push(...children)
      }
      level = next
    }
  }

  #split(
    nodes: TreeNodes,
    node: OpenNode,
    rows: Uint32Array,
    gradients: Float32Array,
    random: Random,
  ): [OpenNode, OpenNode] | null {
    const { bins, featureCount } = this.#binned
    const columns = this.#columns
    const count = this.#columnsPerNode
    const histogram = this.#histogram
    drawFirst(columns, count, random)
    for (let i = 0; i < count; i++) {
      const base = columns[i]! * FEATURE_STRIDE
      histogram.fill(0, base, base + FEATURE_STRIDE)
    }
    addRowsOfFeatures(
      bins,
      featureCount,
      rows,
      node.start,
      node.end,
      gradients,
      histogram,
      columns,
      count,
    )
    const split = findSplit(
      histogram,
      node.gradient,
      node.hessian,
      this.#cutCounts,
      columns,
      count,
      this.#rules,
    )
    if (split === null) return null
    const middle = this.#partition.apply(this.#binned, rows, node.start, node.end, split)
    return addChildren(nodes, this.#bins, node, split, middle)
  }
}

/** Moves `count` columns drawn without replacement to the front. */
function drawFirst(columns: Int32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const other = i + random.integer(columns.length - i)
    const kept = columns[i]!
    columns[i] = columns[other]!
    columns[other] = kept
  }
}
