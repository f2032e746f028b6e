import { join } from 'node:path'
import { CommandFailure } from '../command-failure.ts'
import { runNode } from '../run-child.ts'
import { STORY_DATASET } from './story-plan.ts'

/** Options of {@link trainStoryModel}. */
export interface TrainerOptions {
  /** Kept with the run. */
  reason: string
  /** The trainer's environment. */
  env?: NodeJS.ProcessEnv
  onLine?: (line: string) => void
  signal?: AbortSignal | undefined
}

/** Runs the trainer on the story's dataset to its end. Throws CommandFailure with the trainer's last words. */
export async function trainStoryModel({
  reason,
  env = process.env,
  onLine,
  signal,
}: TrainerOptions): Promise<void> {
  const entry = join(import.meta.dirname, '../../trainer/main.ts')
  const { code, output } = await runNode(
    [entry, '--dataset', STORY_DATASET, '--trigger', 'new-data', '--reason', reason],
    { env, ...(onLine ? { onLine } : {}), ...(signal ? { signal } : {}) },
  )
  if (code === 0) return
  const lastLine = output.trim().split('\n').at(-1) ?? ''
  throw new CommandFailure(`The trainer failed: ${lastLine || `it ended with code ${code}`}`)
}
