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
  /** Told what the trainer is doing. */
  onStep?: (what: string) => void
  signal?: AbortSignal | undefined
}

/** Runs the trainer on the story's dataset to its end. Throws CommandFailure with the trainer's last words. */
export async function trainStoryModel({
  reason,
  families,
  env = process.env,
  onStep,
  signal,
}: TrainerOptions): Promise<void> {
  const entry = join(import.meta.dirname, '../../trainer/main.ts')
  // The running demo trains on new labels by itself and may have begun: then its run is the one that is wanted.
  const args = ['--dataset', STORY_DATASET, '--trigger', 'new-data', '--reason', reason, '--wait']
  if (families) args.push('--families', families.join(','))
  const { code, output } = await runNode([entry, ...args], {
    env,
    ...(onStep ? { onLine: (line) => onStep(describeTrainerLine(line)) } : {}),
    ...(signal ? { signal } : {}),
  })
  if (code === 0) return
  const lastLine = output.trim().split('\n').at(-1) ?? ''
  throw new CommandFailure(`The trainer failed: ${lastLine || `it ended with code ${code}`}`)
}

/** A line of the trainer (its clock, a step, what it did) in few words: a step of a command has a clock of its own. */
export function describeTrainerLine(line: string): string {
  const [, step = '', message = line.trim()] = /^\s*[\d.]+ s\s+(\S+)\s+(.*)$/.exec(line) ?? []
  if (step === 'split') {
    const [, rows, frauds] = /^train (\S+) rows, (\S+) frauds/.exec(message) ?? []
    return `learning from ${rows} transactions, ${frauds} of them fraud`
  }
  if (step === 'fit') return `tried ${message.replace(/ in .*/, '')}`
  if (step === 'choose') return `chose ${message.replace(/:.*/, '')}`
  return message.replace(/[:;].*/, '')
}
