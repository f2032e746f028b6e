import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../scripts/product/free-port.ts'
import { until } from './training-stack.ts'

/** The server, and what it needs besides: MLflow's own small package leaves the tracking store to others. */
const PACKAGES = [
  ...['mlflow-skinny==3.17.2', 'flask', 'flask-cors', 'sqlalchemy', 'alembic'],
  ...['graphene', 'numpy', 'pandas', 'docker', 'aiohttp', 'huey'],
] as const

/** Kept between runs, because installing takes two minutes. */
const VENV =
  process.env.MLFLOW_VENV ?? path.join(import.meta.dirname, '../../.local/mlflow-environment')

/** Why the tests against a real MLflow server cannot run here; null when they can. */
export function whyNoMlflow(): string | null {
  if (process.env.MLFLOW_TEST !== '1') {
    return 'installing an MLflow server takes two minutes: set MLFLOW_TEST=1 to do it'
  }
  const python = spawnSync('python3', ['-c', 'import venv, ensurepip'])
  return python.status === 0 ? null : 'python3 with the modules venv and ensurepip is not installed'
}

/** A running MLflow server with a database and artifacts of its own. */
export interface MlflowTestServer {
  url: string
  stop(): Promise<void>
}

/** Installs MLflow into an environment of the tests' own where it is missing, and starts a server. */
export async function startMlflow(): Promise<MlflowTestServer> {
  const program = path.join(VENV, 'bin/mlflow')
  if (!existsSync(program)) {
    await mkdir(path.dirname(VENV), { recursive: true })
    await promisify(execFile)('python3', ['-m', 'venv', VENV])
    const pip = ['install', '--quiet', '--disable-pip-version-check', ...PACKAGES]
    await promisify(execFile)(path.join(VENV, 'bin/pip'), pip)
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'fraud-desk-mlflow-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child: ChildProcess = spawn(
    program,
    [
      ...['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
      ...['--backend-store-uri', `sqlite:///${folder}/store.db`, '--serve-artifacts'],
      ...['--artifacts-destination', path.join(folder, 'artifacts')],
    ],
    {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' },
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    // The server and its workers are one group of processes.
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await until('MLflow to answer', async () => {
      if (child.exitCode !== null) throw new Error(`MLflow ended with ${child.exitCode}.`)
      return await fetch(`${url}/health`).then(
        (response) => response.ok,
        () => false,
      )
    })
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}
