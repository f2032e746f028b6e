import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import type { FittedCandidate } from './fit-candidates.ts'
import type { TrainingContext } from './training-job.ts'

/** What such a file must hold for its candidates to be taken; their numbers were made by the same program. */
const fileSchema = z.object({
  format: z.literal(1),
  dataHash: z.string(),
  candidates: z.array(
    z.looseObject({
      family: z.string(),
      hyperparameters: z.record(z.string(), z.unknown()),
      seed: z.number(),
      fitted: z.looseObject({
        payload: z.instanceof(Float32Array),
        validationScores: z.instanceof(Float32Array),
      }),
    }),
  ),
})

const EXTENSION = '.candidates'

/** Writes fitted candidates to a folder, with the hash of the rows that they learned from. Returns the file's path. */
export async function writeCandidates(
  folder: string,
  dataHash: string,
  candidates: readonly FittedCandidate[],
): Promise<string> {
  const families = [...new Set(candidates.map(({ family }) => family))].sort()
  const path = join(folder, `${families.join('+') || 'none'}${EXTENSION}`)
  await mkdir(folder, { recursive: true })
  await writeFile(path, serialize({ format: 1, dataHash, candidates }))
  return path
}

/**
 * Reads every file of candidates in a folder and below it. One whose rows are not the present ones, or which is
 * damaged, is left out with a line: its families are then fitted again.
 */
export async function readCandidates(
  folder: string,
  dataHash: string,
  log: TrainingContext['log'],
): Promise<FittedCandidate[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const found: FittedCandidate[] = []
  for (const name of names.filter((file) => file.endsWith(EXTENSION)).sort()) {
    const parsed = fileSchema.safeParse(await readSerialized(join(folder, name)))
    if (!parsed.success) {
      log('gather', `${name} is damaged or of another version: fitted again`)
    } else if (parsed.data.dataHash !== dataHash) {
      log('gather', `${name} was fitted on other rows than those that are there now: fitted again`)
    } else {
      // The schema checks what could break; the rest is what this program itself wrote.
      found.push(...(parsed.data.candidates as unknown as FittedCandidate[]))
      log('gather', `${parsed.data.candidates.length} candidates from ${name}`)
    }
  }
  return found
}

async function readSerialized(path: string): Promise<unknown> {
  try {
    return deserialize(await readFile(path))
  } catch {
    return null
  }
}
