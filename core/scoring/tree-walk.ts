/** The sections of an ensemble, see tree-ensemble.ts. */
export interface TreeColumns {
  roots: Int32Array
  feature: Int32Array
  threshold: Float32Array
  left: Int32Array
  value: Float32Array
  missingLeft: Float32Array
}

/** Rows walked together: their features stay in the first-level cache while the trees pass by. */
const BLOCK_ROWS = 64

/** Trees walked node by node: for single rows, and for trees of any depth. */
export interface TreeWalk {
  /** The node after `node` for a row whose asked feature is `x`; NaN takes the default direction. */
  childOf(node: number, x: number): number
  /** Adds the leaf values of rows `start` to `end - 1` to their `sums`, tree after tree. */
  addRows(features: Float32Array, start: number, end: number, sums: Float64Array): void
}

/**
 * Each row is copied twice, missing values once as Infinity (they go right) and once as -Infinity (they
 * go left); a node asks the copy of its default direction. So a step is one comparison, added to the
 * number of the left child, and no branch depends on the data but the end of the walk.
 */
export function compileTreeWalk(trees: TreeColumns, featureCount: number): TreeWalk {
  const { roots, threshold, left, value, missingLeft } = trees
  const column = new Int32Array(trees.feature.length)
  for (let node = 0; node < column.length; node++) {
    const feature = trees.feature[node]!
    column[node] = feature < 0 ? -1 : feature + missingLeft[node]! * featureCount
  }
  const width = 2 * featureCount
  const copies = new Float32Array(BLOCK_ROWS * width)

  return {
    childOf(node, x) {
      const goesRight = Number.isNaN(x) ? missingLeft[node] === 0 : x > threshold[node]!
      return left[node]! + Number(goesRight)
    },

    addRows(features, start, end, sums) {
      for (; start < end; start += BLOCK_ROWS) {
        const rowCount = Math.min(BLOCK_ROWS, end - start)
        for (let row = 0; row < rowCount; row++) {
          const from = (start + row) * featureCount
          const to = row * width
          for (let j = 0; j < featureCount; j++) {
            const x = features[from + j]!
            const isMissing = Number.isNaN(x)
            copies[to + j] = isMissing ? Infinity : x
            copies[to + featureCount + j] = isMissing ? -Infinity : x
          }
        }
        for (let tree = 0; tree < roots.length; tree++) {
          const root = roots[tree]!
          for (let row = 0, at = 0; row < rowCount; row++, at += width) {
            let node = root
            for (let asked = column[node]!; asked >= 0; asked = column[node]!) {
              node = left[node]! + Number(copies[at + asked]! > threshold[node]!)
            }
            sums[start + row]! += value[node]!
          }
        }
      }
    },
  }
}
