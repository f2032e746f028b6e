import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { DataFolder } from './data-folder.ts'
import { keepSmall } from './log-file.ts'
import { asPostgresError, loadPrograms } from './postgres-programs.ts'
import { findPostgresUser, giveTo, launchAs, openForPassing } from './postgres-user.ts'
import { endProcess, onlyEnvironment } from './processes.ts'
import { StackError } from './stack-error.ts'

/** A running Postgres server. */
export type PostgresServer = {
  pid: number
  /** Settles when the server is gone, wanted or not. */
  exited: Promise<void>
  /** Ends it cleanly (fast shutdown); at the latest after 4 s by force, which the next start repairs. */
  stop(): Promise<void>
}

/**
 * What a demo on two cores needs, next to the defaults.
 * - durability stays at the defaults (fsync and synchronous_commit on): loads go by COPY in large
 *   transactions, where waiting for the disk once per commit costs next to nothing, and a killed or
 *   powered-off machine then loses nothing that was acknowledged;
 * - a large max_wal_size spares checkpoints during the initial load;
 * - scram and a listener on 127.0.0.1 only: no socket file, nothing reachable from outside.
 */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
}

/**
 * Starts Postgres on a cluster and returns when it accepts connections.
 * @throws StackError `disk_full`, `permission_missing`, `postgres_failed`
 */
export async function startPostgres(folder: DataFolder, port: number): Promise<PostgresServer> {
  // Backends of a killed postmaster may hold its shared memory for a moment longer.
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(folder, port)
    } catch (error) {
      const held = error instanceof Error && /pre-existing shared memory block/.test(error.message)
      if (!held || attempt === 20) throw error
      await delay(250)
    }
  }
}

async function startOnce(folder: DataFolder, port: number): Promise<PostgresServer> {
  const user = await findPostgresUser()
  if (user !== null) await openForPassing(folder.root)
  await giveTo(user, folder.cluster)
  await chmod(folder.cluster, 0o700)
  const { postgres } = await loadPrograms()
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const args = ['-D', folder.cluster, '-p', String(port), ...settings]
  const launch = await launchAs(user, { file: postgres, args }, [folder.cluster])
  const logFile = path.join(folder.logs, 'postgres.log')
  keepSmall(logFile)
  const log = await open(logFile, 'a', 0o600)
  const logStart = (await log.stat()).size
  const child = spawn(launch.file, launch.args, {
    ...launch.user,
    cwd: '/',
    env: onlyEnvironment({ PATH: process.env.PATH, LC_ALL: 'C' }),
    stdio: ['ignore', log.fd, log.fd],
    // In a group of its own: Ctrl-C in the terminal reaches the stack, which then ends Postgres itself.
    detached: true,
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    await waitUntilReady(child, folder.cluster)
  } catch (error) {
    if (error instanceof StackError) throw error
    const written = (await readFile(logFile)).subarray(logStart).toString()
    throw asPostgresError('start Postgres', written, error)
  } finally {
    await log.close()
  }
  const pid = child.pid ?? 0
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return { pid, exited, stop: async () => void (hasEnded() || (await stopPostgres(pid))) }
}

/** Ends the postmaster `pid`: fast shutdown, then immediate shutdown, then by force. */
export async function stopPostgres(pid: number): Promise<void> {
  await endProcess(pid, [
    { signal: 'SIGINT', waitMs: 3_200 },
    { signal: 'SIGQUIT', waitMs: 500 },
    { signal: 'SIGKILL', waitMs: 300 },
  ])
}

/** Polls the status line of postmaster.pid, as pg_ctl does. */
async function waitUntilReady(child: ChildProcess, cluster: string): Promise<void> {
  let failure: Error | null = null
  child.once('error', (error) => {
    failure = error
  })
  child.once('exit', (code, signal) => {
    failure ??= new Error(`postgres exited (${signal ?? code})`)
  })
  for (;;) {
    if (failure !== null) throw failure
    const lines = (
      await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
    ).split('\n')
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return
    await delay(15)
  }
}
