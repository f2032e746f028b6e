/**
 * Trees laid end to end, node by node. The right child follows the left one; feature −1 marks a leaf.
 * `value` of an inner node is what it would answer as a leaf: explanations follow its change along the path.
 */
export interface TreeNodes {
  roots: number[]
  feature: number[]
  /** A known value goes left when its bin is at most this one… */
  bin: number[]
  /** …which is the same as: when it is at most this threshold (float32). */
  threshold: number[]
  left: number[]
  missingLeft: boolean[]
  value: number[]
}

/** No trees yet. */
export function createTreeNodes(): TreeNodes {
  return { roots: [], feature: [], bin: [], threshold: [], left: [], missingLeft: [], value: [] }
}

/** Adds a leaf without a value and returns its number. */
export function addNode(nodes: TreeNodes): number {
  nodes.feature.push(-1)
  nodes.bin.push(0)
  nodes.threshold.push(0)
  nodes.left.push(-1)
  nodes.missingLeft.push(false)
  nodes.value.push(0)
  return nodes.feature.length - 1
}

/** Drops all trees after the first `treeCount`. */
export function keepTrees(nodes: TreeNodes, treeCount: number): void {
  const end = nodes.roots[treeCount]
  if (end === undefined) return
  nodes.roots.length = treeCount
  for (const column of [nodes.feature, nodes.bin, nodes.threshold, nodes.left, nodes.value]) {
    column.length = end
  }
  nodes.missingLeft.length = end
}

/** Appends all trees of `more`. */
export function appendNodes(nodes: TreeNodes, more: TreeNodes): void {
  const offset = nodes.feature.length
  for (const root of more.roots) nodes.roots.push(root + offset)
  for (let node = 0; node < more.feature.length; node++) {
    nodes.feature.push(more.feature[node]!)
    nodes.bin.push(more.bin[node]!)
    nodes.threshold.push(more.threshold[node]!)
    nodes.left.push(more.left[node]! < 0 ? -1 : more.left[node]! + offset)
    nodes.missingLeft.push(more.missingLeft[node]!)
    nodes.value.push(more.value[node]!)
  }
}
