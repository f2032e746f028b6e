import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLineOf, endProcess } from '../../local/processes.ts'

/**
 * Ends every process whose command line names `folder`: stacks and apps that tests started in it and left
 * behind.
 *
 * @param folder a folder of this run alone, so that nothing of others can match
 * @param patienceMs how long they may take to end by themselves
 * @returns what was ended
 */
export async function endLeftovers(folder: string, patienceMs = 0): Promise<string[]> {
  const deadline = performance.now() + patienceMs
  let left = await findLeftovers(folder)
  while (left.length > 0 && performance.now() < deadline) {
    await sleep(100)
    left = await findLeftovers(folder)
  }
  for (const { pid } of left) {
    await endProcess(pid, [
      // To Postgres these are its fast and its immediate shutdown.
      { signal: 'SIGINT', waitMs: 2_000 },
      { signal: 'SIGQUIT', waitMs: 1_000 },
      { signal: 'SIGKILL', waitMs: 1_000 },
    ])
  }
  return left.map(({ commandLine }) => commandLine)
}

async function findLeftovers(folder: string): Promise<{ pid: number; commandLine: string }[]> {
  const found: { pid: number; commandLine: string }[] = []
  for (const pid of listProcesses()) {
    if (pid === process.pid) continue
    const commandLine = await commandLineOf(pid)
    if (commandLine.includes(folder)) found.push({ pid, commandLine })
  }
  return found
}

function listProcesses(): number[] {
  const names =
    process.platform === 'linux'
      ? readdirSync('/proc')
      : execFileSync('ps', ['-axo', 'pid='], { encoding: 'utf8' }).split('\n')
  return names.map((name) => Number(name.trim())).filter((pid) => Number.isInteger(pid) && pid > 0)
}
