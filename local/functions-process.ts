import { type ChildProcess, spawn } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { mergeFunctionImports } from './function-imports.ts'
import { endingWithParent } from './launch.ts'
import { openLog } from './log-file.ts'
import { functionsPidFile } from './orphans.ts'
import { endProcess, onlyEnvironment } from './processes.ts'
import { StackError } from './stack-error.ts'

/** The Deno process that serves the edge functions. */
export type FunctionsHost = {
  pid: number
  /** Settles when the process is gone, wanted or not. */
  exited: Promise<void>
  stop(): Promise<void>
}

/** What the host needs; `env` are the secrets that a hosted project gives to its functions. */
export type FunctionsOptions = {
  folder: DataFolder
  /** The repository: functions may read it, and its node_modules are their packages. */
  repository: string
  directory: string
  port: number
  jwtSecret: string
  env: Readonly<Record<string, string>>
}

const START_TIMEOUT_MS = 60_000

const END_STEPS = [
  { signal: 'SIGTERM', waitMs: 500 },
  { signal: 'SIGKILL', waitMs: 500 },
] as const

/**
 * Starts Deno on the functions and returns when it listens.
 *
 * Packages come from the repository's node_modules, so nothing is downloaded; an `npm:` specifier whose
 * version is not the installed one fails by name. Rights are those of a hosted function: network and
 * environment, read the code, write nothing.
 * @throws StackError `functions_failed`, `function_imports_disagree`
 */
export async function startFunctions(options: FunctionsOptions): Promise<FunctionsHost> {
  const { folder, repository } = options
  const importMap = path.join(folder.functions, 'import_map.json')
  const imports = await mergeFunctionImports(options.directory)
  await writeFile(importMap, `${JSON.stringify({ imports }, null, 2)}\n`)
  const args = [
    'run',
    '--quiet',
    '--no-prompt',
    '--no-remote',
    '--no-lock',
    '--no-config',
    '--node-modules-dir=manual',
    `--import-map=${importMap}`,
    '--allow-net',
    '--allow-env',
    '--allow-sys',
    `--allow-read=${[repository, options.directory, folder.functions].join(',')}`,
    path.join(import.meta.dirname, 'functions-host.ts'),
  ]
  const launch = await endingWithParent('KILL', { file: findDeno(), args })
  const child = spawn(launch.file, launch.args, {
    cwd: repository,
    env: onlyEnvironment({
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DENO_DIR: path.join(folder.functions, 'deno'),
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
      ...options.env,
      LOCAL_FUNCTIONS_ROOT: options.directory,
      LOCAL_FUNCTIONS_PORT: String(options.port),
      LOCAL_JWT_SECRET: options.jwtSecret,
    }),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await waitUntilListening(child, path.join(folder.logs, 'functions.log'))
  const pid = child.pid ?? 0
  await writeFile(functionsPidFile(folder), `${pid}\n`)
  return {
    pid,
    exited,
    async stop() {
      child.stdin.end()
      const hasEnded = child.exitCode !== null || child.signalCode !== null
      if (!hasEnded) await endProcess(pid, END_STEPS)
      await rm(functionsPidFile(folder), { force: true })
    },
  }
}

function waitUntilListening(child: ChildProcess, logFile: string): Promise<void> {
  const log = openLog(logFile)
  let output = ''
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown) => {
      const lastWords = output.trim().split('\n').slice(-4).join(' | ')
      reject(
        new StackError('functions_failed', `The functions host could not start: ${lastWords}`, {
          cause,
        }),
      )
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail(new Error('timed out'))
    }, START_TIMEOUT_MS)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.pipe(log, { end: false })
      stream?.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-4_000)
        if (/^listening on \d+$/m.test(output)) {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    child.once('error', fail)
    child.once('close', () => {
      clearTimeout(timer)
      log.end()
      fail()
    })
  })
}

/**
 * The program itself: the package's own command is a Node process around it, which signals would hit.
 * @throws StackError `functions_failed`
 */
function findDeno(): string {
  const require = createRequire(import.meta.url)
  try {
    const { runInstall } = require('deno/install_api.cjs') as { runInstall(): string }
    return runInstall()
  } catch (cause) {
    const message =
      'Cannot start the functions: Deno is not installed for this machine. Run `npm ci`.'
    throw new StackError('functions_failed', message, { cause })
  }
}
