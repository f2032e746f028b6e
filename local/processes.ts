import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { systemErrorCode } from './stack-error.ts'

/** Whether the id is taken, by whomever: also by a process that has ended and that nobody waited for. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}

/** Whether a process with this id runs, whoever owns it. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!exists(pid)) return false
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/\) [ZX] /.test(stat)
}

/** The command line of a process with spaces between its arguments; '' when it is gone. */
export async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    return raw.replaceAll('\0', ' ').trim()
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(
    () => ({ stdout: '' }),
  )
  return stdout.trim()
}

/**
 * Processes whose working folder is `folder`: a postmaster and its backends stand in their cluster.
 * Only Linux can tell, and only of processes that this user may inspect; else the list is empty.
 */
export async function processesIn(folder: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const found: number[] = []
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const cwd = await readlink(`/proc/${entry}/cwd`).catch(() => null)
    if (cwd === folder) found.push(Number(entry))
  }
  return found
}

/** Waits until the process is gone; false when it still runs after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (await isRunning(pid)) {
    if (performance.now() > deadline) return false
    await delay(20)
  }
  return true
}

/** Sends a signal; a process that is gone already is fine. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (systemErrorCode(error) !== 'ESRCH') throw error
  }
}

/** Asks with each signal in turn, waiting as long as given, until the process is gone. */
export async function endProcess(
  pid: number,
  steps: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    signalProcess(pid, signal)
    if (await waitUntilGone(pid, waitMs)) return true
  }
  return false
}

/** The whole environment of a child process: nothing is inherited that is not named. */
export function onlyEnvironment(variables: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return variables as NodeJS.ProcessEnv // Next.js types NODE_ENV as always there, which a child need not have
}
