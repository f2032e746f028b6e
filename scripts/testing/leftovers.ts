import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { commandLineOf, endProcess } from '../../local/processes.ts'

/**
 * Ends every process whose command line names `folder`: stacks and apps that tests started in it and left
 * behind.
 *
 * @param folder a folder of this run alone, so that nothing of others can match
 * @returns what was ended
 */
export async function endLeftovers(folder: string): Promise<string[]> {
  const ended: string[] = []
  for (const pid of listProcesses()) {
    if (pid === process.pid) continue
    const commandLine = await commandLineOf(pid)
    if (!commandLine.includes(folder)) continue
    ended.push(commandLine)
    await endProcess(pid, [
      // To Postgres these are its fast and its immediate shutdown.
      { signal: 'SIGINT', waitMs: 2_000 },
      { signal: 'SIGQUIT', waitMs: 1_000 },
      { signal: 'SIGKILL', waitMs: 1_000 },
    ])
  }
  return ended
}

function listProcesses(): number[] {
  const names =
    process.platform === 'linux'
      ? readdirSync('/proc')
      : execFileSync('ps', ['-axo', 'pid='], { encoding: 'utf8' }).split('\n')
  return names.map((name) => Number(name.trim())).filter((pid) => Number.isInteger(pid) && pid > 0)
}
