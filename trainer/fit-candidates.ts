import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { FitRequest, FittedModel, Hyperparameters } from './families/model-family.ts'
import { getFamilies } from './families/registry.ts'
import type { FittingRows } from './prepare-parts.ts'

/** What to fit: a family with a choice of hyperparameters. */
export interface Candidate {
  family: string
  hyperparameters: Hyperparameters
  seed: number
  /** Exactly so many trees or epochs; absent to stop early. */
  steps?: number
}

/** A fitted candidate, not measured yet. */
export interface FittedCandidate extends Candidate {
  fitted: FittedModel
  durationMs: number
}

/** The grids of the named families, those first that take longest. Throws RangeError for an unknown family. */
export function listCandidates(familyNames: readonly string[], seed: number): Candidate[] {
  return getFamilies(familyNames)
    .toSorted((a, b) => b.expectedSeconds - a.expectedSeconds)
    .flatMap((family) =>
      family.candidates.map((hyperparameters, index) => ({
        family: family.name,
        hyperparameters,
        seed: seed + index,
      })),
    )
}

/**
 * Fits candidates, one per core at a time, each in a thread of its own over shared rows.
 * Results come in the order given, whatever thread is ready first. Rejects when a fit breaks.
 */
export async function fitCandidates(
  candidates: readonly Candidate[],
  rows: FittingRows,
  onFitted: (candidate: FittedCandidate) => void,
): Promise<FittedCandidate[]> {
  const results: FittedCandidate[] = new Array(candidates.length)
  const workers = Array.from(
    { length: Math.min(candidates.length, availableParallelism()) },
    () => new Worker(new URL('./fit-worker.ts', import.meta.url)),
  )
  let next = 0
  const work = async (worker: Worker) => {
    while (next < candidates.length) {
      const index = next++
      const candidate = await fitInThread(worker, candidates[index]!, rows)
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
  candidate: Candidate,
  { train, validation }: FittingRows,
): Promise<FittedCandidate> {
  const { family, ...choice } = candidate
  const request: FitRequest = { train, validation, ...choice }
  const answered = once(worker, 'message')
  worker.postMessage({ family, request })
  const [answer] = (await answered) as [
    { fitted: FittedModel; durationMs: number } | { error: string },
  ]
  if ('error' in answer) throw new Error(`Cannot fit ${family}: ${answer.error}`)
  return { ...candidate, ...answer }
}
