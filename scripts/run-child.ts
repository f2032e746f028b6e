import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** How a child process ended, and everything it printed. */
export type ChildOutcome = {
  code: number | null
  signal: NodeJS.Signals | null
  /** Standard output and standard error, in order of arrival. */
  output: string
  durationMs: number
}

/** Options of {@link runChild}. */
export type ChildOptions = {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Called with each finished line of output as it comes. */
  onLine?: (line: string) => void
  /** Aborting sends SIGTERM, and SIGKILL five seconds later. */
  signal?: AbortSignal
}

/** Arguments that bind a Node child, spawned with an IPC channel, to the life of its parent. */
export const BOUND_TO_PARENT: readonly string[] = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  join(import.meta.dirname, 'exit-with-parent.ts'),
]

/**
 * Runs a program to its end, capturing what it prints.
 *
 * @returns how it ended; a program that cannot be started gives code 127 and the reason as output
 */
export function runChild(
  file: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<ChildOutcome> {
  const { cwd, env = process.env } = options
  return watchChild(
    spawn(file, args, { ...(cwd ? { cwd } : {}), env, stdio: ['ignore', 'pipe', 'pipe'] }),
    options,
  )
}

/**
 * Runs a script on this Node to its end. It never outlives this process, even when this one is killed; and
 * it stands in a group of its own, so that Ctrl-C in a terminal reaches this process alone.
 */
export function runNode(
  args: readonly string[],
  options: ChildOptions = {},
): Promise<ChildOutcome> {
  const { cwd, env = process.env } = options
  const child = spawn(process.execPath, [...BOUND_TO_PARENT, ...args], {
    ...(cwd ? { cwd } : {}),
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  return watchChild(child, options)
}

function watchChild(child: ChildProcess, { onLine, signal }: ChildOptions): Promise<ChildOutcome> {
  const startedAt = performance.now()
  const abort = () => void endChild(child)
  signal?.addEventListener('abort', abort)
  let output = ''
  let rest = ''
  const read = (chunk: string) => {
    output += chunk
    if (!onLine) return
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(onLine)
  }
  child.stdout?.setEncoding('utf8').on('data', read)
  child.stderr?.setEncoding('utf8').on('data', read)
  return new Promise((resolve) => {
    const finish = (code: number | null, ended: NodeJS.Signals | null) => {
      signal?.removeEventListener('abort', abort)
      if (rest) onLine?.(rest)
      resolve({ code, signal: ended, output, durationMs: performance.now() - startedAt })
    }
    child.once('error', (error) => {
      output += `${error.message}\n`
      finish(127, null)
    })
    child.once('close', finish)
    if (signal?.aborted) abort()
  })
}

/** Asks a child process to stop, kills it when it has not within `graceMs`, and waits until it is gone. */
export async function endChild(child: ChildProcess, graceMs = 5_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(timer)
}
