import type { BinnedRows } from './bin-rows.ts'
import { MISSING_BIN } from './fit-bins.ts'
import type { TreeNodes } from './tree-nodes.ts'

/** Adds what one tree says about every binned row to `sums`; used for validation rows and rows left out of a sample. */
export function addTreeScores(
  nodes: TreeNodes,
  tree: number,
  binned: BinnedRows,
  sums: Float64Array,
): void {
  const { feature, bin, left, missingLeft, value } = nodes
  const { bins, featureCount, rowCount } = binned
  const root = nodes.roots[tree]!
  for (let row = 0; row < rowCount; row++) {
    const offset = row * featureCount
    let node = root
    for (;;) {
      const column = feature[node]!
      if (column < 0) break
      const found = bins[offset + column]!
      const goesLeft = found === MISSING_BIN ? missingLeft[node]! : found <= bin[node]!
      node = goesLeft ? left[node]! : left[node]! + 1
    }
    sums[row]! += value[node]!
  }
}
