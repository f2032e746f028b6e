import { join } from 'node:path'
import { STORY_DATASET } from '../../core/simulator/story-plan.ts'
import { CommandFailure } from '../command-failure.ts'
import { runNode } from '../run-child.ts'

/** Options of {@link trainStoryModel}. */
export interface TrainerOptions {
  /** Kept with the run. */
  reason: string
  /** Families of candidates; the trainer's own choice unless given. */
  families?: readonly string[] | undefined
  /** The trainer's environment; this process's own unless given. */
  env?: NodeJS.ProcessEnv
  onLine?: (line: string) => void
  signal?: AbortSignal | undefined
}

/** Runs the trainer on the story's dataset to its end. Throws CommandFailure with the trainer's last words. */
export async function trainStoryModel({
  reason,
  families,
  env = process.env,
  onLine,
  signal,
}: TrainerOptions): Promise<void> {
  const entry = join(import.meta.dirname, '../../trainer/main.ts')
  // The running demo trains on new labels by itself and may have begun: then its run is the one that is wanted.
  const args = ['--dataset', STORY_DATASET, '--trigger', 'new-data', '--reason', reason, '--wait']
  if (families) args.push('--families', families.join(','))
  const { code, output } = await runNode([entry, ...args], {
    env,
    ...(onLine ? { onLine } : {}),
    ...(signal ? { signal } : {}),
  })
  if (code === 0) return
  const lastLine = output.trim().split('\n').at(-1) ?? ''
  throw new CommandFailure(`The trainer failed: ${lastLine || `it ended with code ${code}`}`)
}
