import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import path from 'node:path'
import type { Stack } from '../../local/stack.ts'

/** A trainer that runs, and what it has said so far. */
export type Trainer = ChildProcessWithoutNullStreams & {
  output: () => { out: string; err: string }
  ended: Promise<number | null>
}

/** How a trainer ended, and all that it said. */
export interface TrainerEnd {
  code: number | null
  out: string
  err: string
}

const MAIN = path.join(import.meta.dirname, '../../trainer/main.ts')

/** Starts the trainer's command against a stack; `env` replaces what it would be given. */
export function startTrainer(
  stack: Stack,
  args: readonly string[],
  env: Record<string, string> = {},
): Trainer {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      ...process.env,
      GITHUB_STEP_SUMMARY: '',
      MLFLOW_TRACKING_URI: '',
      SUPABASE_DB_URL: stack.databaseUrl,
      SUPABASE_URL: stack.apiUrl,
      SUPABASE_SECRET_KEY: stack.secretKey,
      ...env,
    },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return Object.assign(child, { output: () => ({ out, err }), ended })
}

/** Runs it to its end. */
export async function runTrainer(
  stack: Stack,
  args: readonly string[],
  env?: Record<string, string>,
): Promise<TrainerEnd> {
  const trainer = startTrainer(stack, args, env)
  return { code: await trainer.ended, ...trainer.output() }
}
