import {
  bucketOf,
  type FeatureRanks,
  MAX_SLICED_DEPTH,
  planBitSlicing,
} from './bit-slicing-plan.ts'
import type { TreeColumns } from './tree-walk.ts'

/**
 * Shallow trees, 32 rows at a time. A question "is x greater than t?" is answered for 32 rows by one
 * 32-bit word, and a tree sends all 32 rows down at once by and-ing such words: no branch can be
 * mispredicted. After C. Lucchese et al., "QuickScorer", SIGIR 2015 (bit masks instead of walks),
 * turned by 90 degrees: here a bit is a row, not a leaf.
 *
 * 1. The thresholds of each feature are sorted. A value's rank is the number of thresholds below it:
 *    the first 12 bits of the float give a lower bound, a few comparisons the rest.
 * 2. Each row sets its bit in the word of its rank; or-ing the words from the highest rank down turns
 *    word i + 1 into the answer to question i.
 * 3. Trees are padded to complete ones. Masks of the rows that reach each node yield one word per
 *    level: the digits of the leaf's number. Eight such words are transposed to four bytes per word.
 * 4. Four running sums at a time, in registers, collect the leaves of all trees in their order.
 */
export const ROWS_PER_WORD = 32

/** Leaf numbers are bytes: eight binary digits. */
const DIGITS = MAX_SLICED_DEPTH

/** Trees whose leaf numbers are kept at a time: 8 kB, half of a first-level cache. */
const TREES_PER_GROUP = 256

/**
 * Adds the leaf values of rows `start` to `start + 31` to `sums`, tree after tree.
 * `bits` are the same bytes as `features`, read as integers.
 */
export type AddBlock = (
  features: Float32Array,
  bits: Int32Array,
  start: number,
  sums: Float64Array,
) => void

/** Prepares the tables; null when trees are too deep or the tables would be too large. */
export function compileBitSlicedTrees(trees: TreeColumns, featureCount: number): AddBlock | null {
  const plan = planBitSlicing(trees)
  if (!plan) return null
  const { depth, questions, leaves } = plan
  const treeCount = trees.roots.length
  const innerNodes = (1 << depth) - 1
  const words = new Int32Array(plan.wordCount)
  const reached = new Int32Array(2 << depth)
  const digits = new Int32Array(DIGITS)
  const leafBytes = new Int32Array(DIGITS * TREES_PER_GROUP)

  return (features, bits, start, sums) => {
    words.fill(0)
    for (const ranks of plan.features) {
      answerQuestions(
        ranks,
        features,
        bits,
        start * featureCount + ranks.feature,
        featureCount,
        words,
      )
    }
    for (let tree = 0; tree < treeCount; tree += TREES_PER_GROUP) {
      const count = Math.min(TREES_PER_GROUP, treeCount - tree)
      for (let i = 0; i < count; i++) {
        sendDown(questions, (tree + i) * innerNodes, depth, words, reached, digits)
        transpose(digits, leafBytes, i * DIGITS)
      }
      for (let lane = 0; lane < 8; lane++) {
        addLeaves(leaves, tree << depth, 1 << depth, leafBytes, lane, count, sums, start + lane)
      }
    }
  }
}

/** Steps 1 and 2 for one feature; `at` is the position of its value in the first row. */
function answerQuestions(
  { thresholds, firstRank, firstWord }: FeatureRanks,
  features: Float32Array,
  bits: Int32Array,
  at: number,
  featureCount: number,
  words: Int32Array,
): void {
  let missing = 0
  for (let row = 0; row < ROWS_PER_WORD; row++, at += featureCount) {
    const x = features[at]!
    if (Number.isNaN(x)) missing |= 1 << row
    else {
      let rank = firstRank[bucketOf(bits[at]!)]!
      while (thresholds[rank]! < x) rank++
      words[firstWord + rank]! |= 1 << row
    }
  }
  const count = thresholds.length
  let greater = 0
  for (let word = firstWord + count - 1; word > firstWord; word--) {
    greater |= words[word]!
    words[word] = greater
    words[word + count] = greater | missing
  }
}

/** Step 3: `digits[level]` gets the rows that go right on that level of the tree. */
function sendDown(
  questions: Int32Array,
  first: number,
  depth: number,
  words: Int32Array,
  reached: Int32Array,
  digits: Int32Array,
): void {
  reached[0] = -1
  let node = 0
  for (let level = 0; level < depth; level++) {
    let right = 0
    for (const end = 2 * node + 1; node < end; node++) {
      const here = reached[node]!
      const greater = here & words[questions[first + node]!]!
      reached[2 * node + 1] = here ^ greater
      reached[2 * node + 2] = greater
      right |= greater
    }
    digits[DIGITS - depth + level] = right
  }
}

/**
 * Transposes 8 words of 32 rows to bytes: byte b of `out[at + lane]` is the number that the 8 words
 * spell for row 8 b + lane, the first word being the highest digit.
 * H. S. Warren, Hacker's Delight, 2nd edition, section 7-3.
 */
function transpose(digits: Int32Array, out: Int32Array, at: number): void {
  let a = digits[7]!
  let b = digits[6]!
  let c = digits[5]!
  let d = digits[4]!
  let e = digits[3]!
  let f = digits[2]!
  let g = digits[1]!
  let h = digits[0]!
  let swap = ((a >>> 1) ^ b) & 0x55555555
  b ^= swap
  a ^= swap << 1
  swap = ((c >>> 1) ^ d) & 0x55555555
  d ^= swap
  c ^= swap << 1
  swap = ((e >>> 1) ^ f) & 0x55555555
  f ^= swap
  e ^= swap << 1
  swap = ((g >>> 1) ^ h) & 0x55555555
  h ^= swap
  g ^= swap << 1
  swap = ((a >>> 2) ^ c) & 0x33333333
  c ^= swap
  a ^= swap << 2
  swap = ((b >>> 2) ^ d) & 0x33333333
  d ^= swap
  b ^= swap << 2
  swap = ((e >>> 2) ^ g) & 0x33333333
  g ^= swap
  e ^= swap << 2
  swap = ((f >>> 2) ^ h) & 0x33333333
  h ^= swap
  f ^= swap << 2
  swap = ((a >>> 4) ^ e) & 0x0f0f0f0f
  out[at + 4] = e ^ swap
  out[at] = a ^ (swap << 4)
  swap = ((b >>> 4) ^ f) & 0x0f0f0f0f
  out[at + 5] = f ^ swap
  out[at + 1] = b ^ (swap << 4)
  swap = ((c >>> 4) ^ g) & 0x0f0f0f0f
  out[at + 6] = g ^ swap
  out[at + 2] = c ^ (swap << 4)
  swap = ((d >>> 4) ^ h) & 0x0f0f0f0f
  out[at + 7] = h ^ swap
  out[at + 3] = d ^ (swap << 4)
}

/** Step 4 for rows `row`, `row + 8`, `row + 16` and `row + 24`. */
function addLeaves(
  leaves: Float32Array,
  leaf: number,
  leavesPerTree: number,
  leafBytes: Int32Array,
  lane: number,
  treeCount: number,
  sums: Float64Array,
  row: number,
): void {
  let sum0 = sums[row]!
  let sum1 = sums[row + 8]!
  let sum2 = sums[row + 16]!
  let sum3 = sums[row + 24]!
  const end = lane + treeCount * DIGITS
  for (let at = lane; at < end; at += DIGITS, leaf += leavesPerTree) {
    const bytes = leafBytes[at]!
    sum0 += leaves[leaf + (bytes & 255)]!
    sum1 += leaves[leaf + ((bytes >>> 8) & 255)]!
    sum2 += leaves[leaf + ((bytes >>> 16) & 255)]!
    sum3 += leaves[leaf + (bytes >>> 24)]!
  }
  sums[row] = sum0
  sums[row + 8] = sum1
  sums[row + 16] = sum2
  sums[row + 24] = sum3
}
