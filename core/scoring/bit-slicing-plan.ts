import type { TreeColumns } from './tree-walk.ts'

/** Deeper trees would need leaf numbers of more than a byte. */
export const MAX_SLICED_DEPTH = 8
/** Bound of the tables, so that no artifact can make them much larger than itself. */
const MAX_TABLE_VALUES = 2 ** 22
const MAX_THRESHOLDS = 2 ** 16 - 1
const BUCKETS = 4096

/** The tables that bit-sliced-trees.ts runs on. */
export interface SlicingPlan {
  depth: number
  features: FeatureRanks[]
  /** Number of answer words; word 0 is never set. */
  wordCount: number
  /** Per complete tree, breadth first: the word that answers each inner node's question. */
  questions: Int32Array
  /** Per complete tree: the values of its leaves, from left to right. */
  leaves: Float32Array
}

/** The thresholds of one feature, and where the answers to them go. */
export interface FeatureRanks {
  feature: number
  /** Ascending, distinct, then Infinity, which ends every search. */
  thresholds: Float32Array
  /** Per bucket of bit patterns: how many thresholds lie in lower buckets. */
  firstRank: Uint16Array
  /** Answers for nodes that send missing values left; those for the others follow. */
  firstWord: number
}

/** Numbers the questions and pads the trees; null when trees are too deep or the tables would be too large. */
export function planBitSlicing(trees: TreeColumns): SlicingPlan | null {
  const depth = depthOf(trees)
  if (depth > MAX_SLICED_DEPTH || trees.roots.length * 2 ** depth > MAX_TABLE_VALUES) return null
  const numbered = numberQuestions(trees)
  if (!numbered) return null
  const { features, wordOfNode, wordCount } = numbered
  return { depth, features, wordCount, ...padTrees(trees, wordOfNode, depth) }
}

/** First 12 bits of a float's pattern, in the order of the numbers. */
export function bucketOf(pattern: number): number {
  return ((pattern ^ ((pattern >> 31) & 0x7fffffff)) >> 20) + BUCKETS / 2
}

function depthOf({ feature, left }: TreeColumns): number {
  const depths = new Uint8Array(feature.length)
  let deepest = 0
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue
    const below = depths[node]! + 1
    deepest = Math.max(deepest, below)
    depths[left[node]!] = below
    depths[left[node]! + 1] = below
  }
  return deepest
}

/** Numbers the distinct questions: one word for each threshold and default direction. */
function numberQuestions(trees: TreeColumns) {
  const distinct = new Map<number, Set<number>>()
  for (const [node, feature] of trees.feature.entries()) {
    if (feature < 0) continue
    const known = distinct.get(feature)
    // A Set keeps -0 as 0, so that equal thresholds have equal bits.
    if (known) known.add(trees.threshold[node]!)
    else distinct.set(feature, new Set([trees.threshold[node]!]))
  }
  if (distinct.size * BUCKETS > MAX_TABLE_VALUES) return null

  const features: FeatureRanks[] = []
  const wordOf = new Map<number, Map<number, number>>()
  let firstWord = 1
  for (const [feature, set] of distinct) {
    if (set.size > MAX_THRESHOLDS) return null
    const thresholds = Float32Array.from([...set, Infinity]).sort()
    features.push({ feature, thresholds, firstRank: firstRanks(thresholds), firstWord })
    const first = firstWord + 1
    wordOf.set(feature, new Map(Array.from(thresholds, (value, rank) => [value, first + rank])))
    firstWord += 2 * thresholds.length
  }
  const countOf = new Map(features.map(({ feature, thresholds }) => [feature, thresholds.length]))
  const wordOfNode = trees.feature.map((feature, node) => {
    if (feature < 0) return 0
    const word = wordOf.get(feature)!.get(trees.threshold[node]!)!
    return trees.missingLeft[node] === 1 ? word : word + countOf.get(feature)!
  })
  return { features, wordOfNode, wordCount: firstWord }
}

function firstRanks(thresholds: Float32Array): Uint16Array {
  const patterns = new Int32Array(thresholds.buffer)
  const ranks = new Uint16Array(BUCKETS)
  let rank = 0
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    ranks[bucket] = rank
    while (rank < thresholds.length - 1 && bucketOf(patterns[rank]!) <= bucket) rank++
  }
  return ranks
}

/** Complete trees, breadth first: the word that each inner node asks for, and the values of the leaves. */
function padTrees(trees: TreeColumns, wordOfNode: Int32Array, depth: number) {
  const innerNodes = (1 << depth) - 1
  const questions = new Int32Array(trees.roots.length * innerNodes)
  const leaves = new Float32Array(trees.roots.length << depth)
  const nodes = new Int32Array(2 << depth)
  for (const [tree, root] of trees.roots.entries()) {
    nodes[0] = root
    for (let at = 0; at < innerNodes; at++) {
      const node = nodes[at]!
      const isLeaf = trees.feature[node]! < 0
      // Word 0 is never set: all rows go left, and both sides lead to the same leaf.
      questions[tree * innerNodes + at] = isLeaf ? 0 : wordOfNode[node]!
      nodes[2 * at + 1] = isLeaf ? node : trees.left[node]!
      nodes[2 * at + 2] = isLeaf ? node : trees.left[node]! + 1
    }
    for (let leaf = 0; leaf <= innerNodes; leaf++) {
      leaves[(tree << depth) + leaf] = trees.value[nodes[innerNodes + leaf]!]!
    }
  }
  return { questions, leaves }
}
