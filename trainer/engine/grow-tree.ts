import type { Random } from '../../core/random.ts'
import type { BinnedRows } from './bin-rows.ts'
import {
  addRows,
  addRowsOfFeatures,
  createHistogram,
  FEATURE_STRIDE,
  type Histogram,
  subtractHistogram,
} from './build-histogram.ts'
import { findSplit, type Split, type SplitRules } from './find-split.ts'
import { type Bins, MISSING_BIN } from './fit-bins.ts'
import { addNode, type TreeNodes } from './tree-nodes.ts'

/** The largest float32: everything known goes left, everything missing right. */
const EVERYTHING = 3.4028234663852886e38

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
interface OpenNode {
  id: number
  start: number
  end: number
  gradient: number
  hessian: number
  histogram: Histogram | null
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
  readonly #binned: BinnedRows
  readonly #bins: Bins
  readonly #cutCounts: Int32Array
  readonly #scratch: Uint32Array
  readonly #goesLeft = new Uint8Array(256)
  readonly #pool: Histogram[] = []

  constructor(binned: BinnedRows, bins: Bins, nodes: TreeNodes) {
    this.nodes = nodes
    this.gains = new Float64Array(bins.featureCount)
    this.#binned = binned
    this.#bins = bins
    this.#cutCounts = Int32Array.from(bins.cuts, (cuts) => cuts.length)
    // One more than there are rows: the partition writes one place ahead.
    this.#scratch = new Uint32Array(binned.rowCount + 1)
  }

  /**
   * Grows one tree on `rows[0…rowCount)`, which it reorders. `gradients` interleaves gradient and hessian by row.
   * Only the first `featureCount` of `features` may split.
   */
  grow(
    rows: Uint32Array,
    rowCount: number,
    gradients: Float32Array,
    features: Int32Array,
    featureCount: number,
    rules: GrowthRules,
    onLeaf: OnLeaf,
  ): void {
    const root = this.#open(rows, 0, rowCount, gradients, features, featureCount)
    this.nodes.roots.push(root.id)
    let level = [root]
    for (let depth = 0; level.length > 0; depth++) {
      const next: OpenNode[] = []
      for (const node of level) {
        this.nodes.value[node.id] = leafValue(node.gradient, node.hessian, rules)
        const split =
          node.histogram === null || node.end - node.start < 2
            ? null
            : findSplit(
                node.histogram,
                node.gradient,
                node.hessian,
                this.#cutCounts,
                features,
                featureCount,
                rules,
              )
        if (split === null) {
          onLeaf(this.nodes.value[node.id]!, node.start, node.end)
          if (node.histogram) this.#pool.push(node.histogram)
          continue
        }
        const middle = this.#partition(rows, node, split)
        const children = this.#addChildren(node, split, middle)
        if (depth + 1 < rules.maxDepth) {
          this.#fillHistograms(node, children, rows, gradients, features, featureCount)
        } else {
          for (const child of children) sumGradients(child, rows, gradients)
          this.#pool.push(node.histogram!)
        }
        next.push(...children)
      }
      level = next
    }
  }

  /**
   * Grows one tree whose every node may only split on `columnsPerNode` features drawn anew (a random forest's tree).
   * Sampled columns leave nothing to subtract from, so each node reads its own rows.
   */
  growRandomised(
    rows: Uint32Array,
    rowCount: number,
    gradients: Float32Array,
    columnsPerNode: number,
    rules: GrowthRules,
    random: Random,
  ): void {
    const { featureCount, bins } = this.#binned
    const columns = Int32Array.from({ length: featureCount }, (_, feature) => feature)
    const histogram = this.#takeHistogram()
    const id = addNode(this.nodes)
    this.nodes.roots.push(id)
    let level: OpenNode[] = [
      { id, start: 0, end: rowCount, gradient: 0, hessian: 0, histogram: null },
    ]
    sumGradients(level[0]!, rows, gradients)
    for (let depth = 0; level.length > 0; depth++) {
      const next: OpenNode[] = []
      for (const node of level) {
        this.nodes.value[node.id] = leafValue(node.gradient, node.hessian, rules)
        const isPure = node.gradient === 0 || node.gradient === -node.hessian
        if (depth >= rules.maxDepth || isPure || node.end - node.start < 2) continue
        drawFirst(columns, columnsPerNode, random)
        for (let i = 0; i < columnsPerNode; i++) {
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
          columnsPerNode,
        )
        const split = findSplit(
          histogram,
          node.gradient,
          node.hessian,
          this.#cutCounts,
          columns,
          columnsPerNode,
          rules,
        )
        if (split === null) continue
        const children = this.#addChildren(node, split, this.#partition(rows, node, split))
        for (const child of children) sumGradients(child, rows, gradients)
        next.push(...children)
      }
      level = next
    }
    this.#pool.push(histogram)
  }

  #open(
    rows: Uint32Array,
    start: number,
    end: number,
    gradients: Float32Array,
    features: Int32Array,
    featureCount: number,
  ): OpenNode {
    const histogram = this.#takeHistogram()
    const node = {
      id: addNode(this.nodes),
      start,
      end,
      gradient: 0,
      hessian: 0,
      histogram,
    }
    this.#count(rows, start, end, gradients, histogram, features, featureCount)
    sumGradients(node, rows, gradients)
    return node
  }

  /** Puts the rows that go left before those that go right, each in their order; returns where the right ones begin. */
  #partition(rows: Uint32Array, node: OpenNode, split: Split): number {
    const { featureCount, bins } = this.#binned
    const scratch = this.#scratch
    const goesLeft = this.#goesLeft.fill(0)
    goesLeft.fill(1, 0, split.bin + 1)
    goesLeft[MISSING_BIN] = split.missingLeft ? 1 : 0
    let left = node.start
    let right = 0
    // Both places are written and one is kept: no branch to mispredict. `left` never overtakes `k`.
    for (let k = node.start; k < node.end; k++) {
      const row = rows[k]!
      const isLeft = goesLeft[bins[row * featureCount + split.feature]!]!
      rows[left] = row
      scratch[right] = row
      left += isLeft
      right += 1 - isLeft
    }
    rows.set(scratch.subarray(0, right), left)
    return left
  }

  #addChildren(node: OpenNode, split: Split, middle: number): [OpenNode, OpenNode] {
    const { nodes } = this
    this.gains[split.feature]! += split.gain
    nodes.feature[node.id] = split.feature
    nodes.bin[node.id] = split.bin
    nodes.threshold[node.id] = this.#bins.cuts[split.feature]![split.bin] ?? EVERYTHING
    nodes.missingLeft[node.id] = split.missingLeft
    nodes.left[node.id] = addNode(nodes)
    const empty = { gradient: 0, hessian: 0, histogram: null }
    return [
      { id: nodes.left[node.id]!, start: node.start, end: middle, ...empty },
      { id: addNode(nodes), start: middle, end: node.end, ...empty },
    ]
  }

  #fillHistograms(
    parent: OpenNode,
    children: [OpenNode, OpenNode],
    rows: Uint32Array,
    gradients: Float32Array,
    features: Int32Array,
    featureCount: number,
  ): void {
    const [left, right] = children
    const isLeftSmaller = left.end - left.start < right.end - right.start
    const small = isLeftSmaller ? left : right
    const large = isLeftSmaller ? right : left
    small.histogram = this.#takeHistogram()
    this.#count(rows, small.start, small.end, gradients, small.histogram, features, featureCount)
    subtractHistogram(parent.histogram!, small.histogram)
    large.histogram = parent.histogram
    parent.histogram = null
    sumGradients(small, rows, gradients)
    large.gradient = parent.gradient - small.gradient
    large.hessian = parent.hessian - small.hessian
  }

  #count(
    rows: Uint32Array,
    start: number,
    end: number,
    gradients: Float32Array,
    histogram: Histogram,
    features: Int32Array,
    listed: number,
  ): void {
    const { bins, featureCount } = this.#binned
    if (listed === featureCount) {
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
        listed,
      )
    }
  }

  #takeHistogram(): Histogram {
    const histogram = this.#pool.pop()
    return histogram ? histogram.fill(0) : createHistogram(this.#binned.featureCount)
  }
}

/** The leaf value −G / (H + λ), bounded and shrunken, as the float32 that the artifact stores. */
function leafValue(gradient: number, hessian: number, rules: GrowthRules): number {
  const step = -gradient / (hessian + rules.l2)
  return Math.fround(rules.shrinkage * Math.max(-rules.maxStep, Math.min(rules.maxStep, step)))
}

function sumGradients(node: OpenNode, rows: Uint32Array, gradients: Float32Array): void {
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

/** Moves `count` columns drawn without replacement to the front. */
function drawFirst(columns: Int32Array, count: number, random: Random): void {
  for (let i = 0; i < count; i++) {
    const other = i + random.integer(columns.length - i)
    const kept = columns[i]!
    columns[i] = columns[other]!
    columns[other] = kept
  }
}
