import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { DataFolder } from './data-folder.ts'
import { stopPostgres } from './postgres.ts'
import { commandLineOf, endProcess, exists, processesIn, signalProcess } from './processes.ts'

/**
 * Ends what an earlier, killed stack left running on this data folder. Call it only while holding the
 * folder's lock: then nothing that stands on the folder belongs to a living stack.
 */
export async function endOrphans(folder: DataFolder, log: (line: string) => void): Promise<void> {
  await endOrphanedPostgres(folder, log)
  await endOrphanedFunctions(folder, log)
}

async function endOrphanedPostgres(folder: DataFolder, log: (line: string) => void): Promise<void> {
  const pidFile = path.join(folder.cluster, 'postmaster.pid')
  const pid = await readPid(pidFile)
  if (pid !== null && (await commandLineOf(pid)).includes(folder.cluster)) {
    log('Ending the Postgres that an earlier start left behind.')
    await stopPostgres(pid)
  }
  await endBackends(folder.cluster)
  // Postgres takes whatever has the process id in the file for a server of this cluster: another
  // program that was given the id, or a killed server that nobody has waited for.
  if (pid !== null && exists(pid)) await rm(pidFile, { force: true })
}

/** Backends outlive a killed postmaster for a moment and keep its shared memory. */
async function endBackends(cluster: string): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const backend of await processesIn(cluster)) signalProcess(backend, signal)
    for (let waited = 0; waited < 2_000; waited += 50) {
      if ((await processesIn(cluster)).length === 0) return
      await delay(50)
    }
  }
}

async function endOrphanedFunctions(
  folder: DataFolder,
  log: (line: string) => void,
): Promise<void> {
  const pidFile = functionsPidFile(folder)
  const pid = await readPid(pidFile)
  if (pid !== null && (await commandLineOf(pid)).includes(folder.functions)) {
    log('Ending the functions host that an earlier start left behind.')
    await endProcess(pid, [
      { signal: 'SIGTERM', waitMs: 500 },
      { signal: 'SIGKILL', waitMs: 1_000 },
    ])
  }
  await rm(pidFile, { force: true })
}

/** Where the functions host's process id is kept while it runs. */
export function functionsPidFile(folder: DataFolder): string {
  return path.join(folder.functions, 'deno.pid')
}

async function readPid(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return Number.isInteger(pid) && pid > 0 ? pid : null
}
