import type { BinnedRows } from './bin-rows.ts'
import { MISSING_BIN } from './fit-bins.ts'
import type { TreeNodes } from './tree-nodes.ts'

/** Adds what one tree says about each of the listed binned rows to `sums`. */
export function addTreeScores(
  nodes: TreeNodes,
  tree: number,
  binned: BinnedRows,
  rows: Uint32Array,
  sums: Float64Array,
): void {
  const { bins, featureCount } = binned
  const root = nodes.roots[tree]!
  const end = nodes.roots[tree + 1] ?? nodes.feature.length
  // One tree's nodes in flat arrays: a few hundred bytes that stay in the first-level cache.
  const feature = Int32Array.from(nodes.feature.slice(root, end))
  const bin = Int32Array.from(nodes.bin.slice(root, end))
  const left = Int32Array.from(nodes.left.slice(root, end), (node) => node - root)
  const value = Float64Array.from(nodes.value.slice(root, end))
  const missing = Int32Array.from(nodes.missingLeft.slice(root, end), (isLeft) => (isLeft ? 0 : 1))
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!
    const offset = row * featureCount
    let node = 0
    for (let column = feature[0]!; column >= 0; column = feature[node]!) {
      const found = bins[offset + column]!
      const isRight = found === MISSING_BIN ? missing[node]! : found > bin[node]! ? 1 : 0
      node = left[node]! + isRight
    }
    sums[row]! += value[node]!
  }
}
