import type { BinnedRows } from './bin-rows.ts'
import { MISSING_BIN } from './fit-bins.ts'
import type { TreeNodes } from './tree-nodes.ts'

/** Values of one packed node: feature (−1 for a leaf), lowest bin that goes right, how many bins do, left child × 4. */
const WIDTH = 4

/**
 * Adds what the trees `first` to `end − 1` say about each of the listed binned rows to `sums`, row by row, so that a
 * row's bins are fetched once for all trees. A step is one unsigned comparison: bins from `lowest` on go right, up to
 * the last known one, or to the missing one as well.
 */
export function addTreeScores(
  nodes: TreeNodes,
  first: number,
  end: number,
  binned: BinnedRows,
  rows: Uint32Array,
  sums: Float64Array,
): void {
  const { bins, featureCount } = binned
  const base = nodes.roots[first]!
  const last = nodes.roots[end] ?? nodes.feature.length
  const roots = Int32Array.from(nodes.roots.slice(first, end), (root) => (root - base) * WIDTH)
  const value = Float64Array.from(nodes.value.slice(base, last))
  const packed = new Int32Array((last - base) * WIDTH)
  for (let node = base; node < last; node++) {
    const at = (node - base) * WIDTH
    const highest = nodes.missingLeft[node] ? MISSING_BIN - 1 : MISSING_BIN
    packed[at] = nodes.feature[node]!
    packed[at + 1] = nodes.bin[node]! + 1
    packed[at + 2] = highest - nodes.bin[node]!
    packed[at + 3] = (nodes.left[node]! - base) * WIDTH
  }
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!
    const offset = row * featureCount
    let sum = sums[row]!
    for (let tree = 0; tree < roots.length; tree++) {
      let at = roots[tree]!
      for (let column = packed[at]!; column >= 0; column = packed[at]!) {
        const isRight = (bins[offset + column]! - packed[at + 1]!) >>> 0 < packed[at + 2]! >>> 0
        at = packed[at + 3]! + (isRight ? WIDTH : 0)
      }
      sum += value[at >> 2]!
    }
    sums[row] = sum
  }
}
