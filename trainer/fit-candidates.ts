import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type {
  Combination,
  CombiningFamily,
  FitRequest,
  FittedModel,
  Hyperparameters,
} from './families/model-family.ts'
import { combiningFamilies, getCombiningFamilies, getFamilies } from './families/registry.ts'
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

/** What the named combining families make of fitted candidates, without fitting anything again. */
export function combineCandidates(
  familyNames: readonly string[],
  candidates: readonly FittedCandidate[],
  { validation }: FittingRows,
): FittedCandidate[] {
  return getCombiningFamilies(familyNames).flatMap((family) =>
    family.propose(candidates, validation).map((combination) => {
      const members = combination.members.map(
        (wanted) =>
          candidates.find(
            ({ family, hyperparameters, seed }) =>
              family === wanted.family &&
              hyperparameters === wanted.hyperparameters &&
              seed === wanted.seed,
          )!,
      )
      return combine(family, combination, members, validation)
    }),
  )
}

/**
 * Fits a chosen candidate once more, on other rows, for exactly the steps that were best. The members of a combination
 * are fitted side by side and joined with the weights that they had.
 */
export async function refitCandidate(
  { family: name, hyperparameters, seed, fitted }: FittedCandidate,
  rows: FittingRows,
): Promise<FittedCandidate> {
  const family = combiningFamilies.find((one) => one.name === name)
  if (!family) {
    const again = { family: name, hyperparameters, seed, steps: fitted.steps }
    return (await fitCandidates([again], rows, () => {}))[0]!
  }
  const combination = hyperparameters as Combination
  const members = combination.members.map(({ family, hyperparameters, seed, steps }) => ({
    family,
    hyperparameters,
    seed,
    steps,
  }))
  return combine(family, combination, await fitCandidates(members, rows, () => {}), rows.validation)
}

/** Its time is that of its members one after the other. */
function combine(
  family: CombiningFamily,
  combination: Combination,
  members: readonly FittedCandidate[],
  validation: FittingRows['validation'],
): FittedCandidate {
  return {
    family: family.name,
    hyperparameters: combination,
    seed: members[0]!.seed,
    fitted: family.combine(
      members.map(({ fitted }) => fitted),
      combination,
      validation,
    ),
    durationMs: members.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }
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
