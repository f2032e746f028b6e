// The thread that grows some trees of a forest; see grow-forest.ts for the other side.
import { parentPort, workerData } from 'node:worker_threads'
import { type GrowTreesRequest, growTrees } from './grow-trees.ts'

parentPort?.postMessage(growTrees(workerData as GrowTreesRequest))
