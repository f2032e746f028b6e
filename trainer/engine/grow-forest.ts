import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { binRows } from './bin-rows.ts'
import { fitBins } from './fit-bins.ts'
import { type ForestRules, type GrowTreesRequest, growTrees } from './grow-trees.ts'
import type { LabelledRows } from './labelled-rows.ts'
import { addTreeScores } from './score-binned.ts'
import { appendNodes, type TreeNodes } from './tree-nodes.ts'

/** A forest: the mean of its trees' leaf values is the fraud score. */
export interface Forest {
  nodes: TreeNodes
  /** Fraud scores of the validation rows. */
  validationScores: Float32Array
}

/** Below this many rows a thread takes longer to start than to grow its trees. */
const ROWS_WORTH_THREADS = 50_000

/**
 * A random forest (L. Breiman, 2001) on histograms, its trees grown side by side in threads over shared rows. Every
 * tree has random numbers of its own, so the same seed gives the same trees, bit for bit, on any number of threads.
 */
export async function growForest(
  train: LabelledRows,
  validation: LabelledRows,
  rules: ForestRules,
  seed: number,
  threads = train.rowCount < ROWS_WORTH_THREADS ? 1 : availableParallelism(),
): Promise<Forest> {
  const bins = fitBins(train.features, train.rowCount, train.featureCount)
  const binned = binRows(train.features, train.rowCount, bins)
  const { labels, weights } = train
  const request = { binned, bins, labels, ...(weights ? { weights } : {}), rules, seed }
  const count = Math.min(threads, rules.treeCount)
  const shares = Array.from({ length: count }, (_, share) => ({
    ...request,
    first: Math.round((share * rules.treeCount) / count),
    end: Math.round(((share + 1) * rules.treeCount) / count),
  }))
  const [own, ...others] = shares
  const elsewhere = Promise.all(others.map(growInThread))
  const nodes = growTrees(own!)
  for (const some of await elsewhere) appendNodes(nodes, some)

  const binnedValidation = binRows(validation.features, validation.rowCount, bins)
  const sums = new Float64Array(validation.rowCount)
  const validationRows = Uint32Array.from(validation.labels, (_, row) => row)
  addTreeScores(nodes, 0, rules.treeCount, binnedValidation, validationRows, sums)
  return { nodes, validationScores: Float32Array.from(sums, (sum) => sum / rules.treeCount) }
}

async function growInThread(request: GrowTreesRequest): Promise<TreeNodes> {
  const worker = new Worker(new URL('./forest-worker.ts', import.meta.url), { workerData: request })
  try {
    const [nodes] = (await once(worker, 'message')) as [TreeNodes]
    return nodes
  } finally {
    await worker.terminate()
  }
}
