import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { FitRequest, FittedModel, Hyperparameters } from './families/model-family.ts'
import { getFamilies } from './families/registry.ts'
import type { FittingRows } from './prepare-parts.ts'

/** A fitted candidate, not measured yet. */
export interface FittedCandidate {
  family: string
  hyperparameters: Hyperparameters
  fitted: FittedModel
  durationMs: number
}

interface Task {
  family: string
  hyperparameters: Hyperparameters
  seed: number
}

/**
 * Fits every candidate of the named families, one per core at a time, each in a thread of its own over shared rows.
 * Results come in the order of the grid, whatever thread is ready first. Rejects when a fit breaks.
 */
export async function fitCandidates(
  familyNames: readonly string[],
  rows: FittingRows,
  seed: number,
  onFitted: (candidate: FittedCandidate) => void,
): Promise<FittedCandidate[]> {
  const tasks: Task[] = getFamilies(familyNames).flatMap((family) =>
    family.candidates.map((hyperparameters, index) => ({
      family: family.name,
      hyperparameters,
      seed: seed + index,
    })),
  )
  const results: FittedCandidate[] = new Array(tasks.length)
  const workers = Array.from(
    { length: Math.min(tasks.length, availableParallelism()) },
    () => new Worker(new URL('./fit-worker.ts', import.meta.url)),
  )
  let next = 0
  const work = async (worker: Worker) => {
    while (next < tasks.length) {
      const index = next++
      const candidate = await fitInThread(worker, tasks[index]!, rows)
      results[index] = candidate
      onFitted(candidate)
    }
  }
  try {
    await Promise.all(workers.map(work))
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return results
}

async function fitInThread(
  worker: Worker,
  { family, hyperparameters, seed }: Task,
  { train, validation }: FittingRows,
): Promise<FittedCandidate> {
  const request: FitRequest = { train, validation, hyperparameters, seed }
  const answered = once(worker, 'message')
  worker.postMessage({ family, request })
  const [answer] = (await answered) as [
    { fitted: FittedModel; durationMs: number } | { error: string },
  ]
  if ('error' in answer) throw new Error(`Cannot fit ${family}: ${answer.error}`)
  return { family, hyperparameters, ...answer }
}
