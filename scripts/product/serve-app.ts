import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandFailure } from '../command-failure.ts'
import { BOUND_TO_PARENT, endChild } from '../run-child.ts'

const root = join(import.meta.dirname, '../..')

/** Options of {@link serveApp}. */
export type ServeOptions = {
  /** `start` serves a build, `dev` compiles on demand and reloads. */
  mode: 'start' | 'dev'
  distDir: string
  host: string
  port: number
  env: NodeJS.ProcessEnv
  signal: AbortSignal
  /** Told when the server ended although nobody asked it to. */
  onDeath: (reason: string) => void
}

/** A running app. */
export type AppServer = { stop: () => Promise<void> }

const START_TIMEOUT_MS = 60_000

/**
 * Starts the Next app in a process of its own and waits until it answers. It ends with this process, even
 * when this one is killed.
 *
 * @throws CommandFailure with the server's output when it does not come up
 */
export async function serveApp(options: ServeOptions): Promise<AppServer> {
  const { mode, distDir, host, port, env, signal, onDeath } = options
  const child = spawn(
    process.execPath,
    [
      ...BOUND_TO_PARENT,
      join(root, 'node_modules/next/dist/bin/next'),
      mode,
      '--port',
      String(port),
      '--hostname',
      host,
    ],
    {
      cwd: root,
      env: {
        ...env,
        NODE_ENV: mode === 'dev' ? 'development' : 'production',
        NEXT_DIST_DIR: distDir,
        NEXT_TELEMETRY_DISABLED: '1',
      },
      // In a group of its own: Ctrl-C in a terminal reaches the command, which then ends things in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  let output = ''
  const read = (chunk: Buffer) => {
    output = (output + chunk).slice(-8_000)
    if (mode === 'dev') process.stdout.write(chunk)
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', (chunk: Buffer) => {
    read(chunk)
    // What fails while everything is being stopped is no news.
    if (mode === 'start' && !signal.aborted) process.stderr.write(chunk)
  })
  let isStopping = false
  let ended: string | undefined
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', (code, signal) => {
    ended = signal ?? `exit code ${code}`
    if (!isStopping && isUp) onDeath(ended)
  })

  let isUp = false
  const stop = async () => {
    isStopping = true
    await endChild(child, 2_000)
  }
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!isUp) {
    if (ended || signal.aborted || performance.now() > deadline) {
      await stop()
      signal.throwIfAborted()
      const reason = ended ?? `no answer within ${START_TIMEOUT_MS / 1000} s`
      throw new CommandFailure(
        `Cannot serve the app on port ${port}: ${reason}.\n${output.trimEnd()}`,
      )
    }
    await sleep(100)
    isUp = await answers(`http://${host}:${port}/api/health`, signal)
  }
  return { stop }
}

async function answers(url: string, stop: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([stop, AbortSignal.timeout(20_000)]),
    })
    await response.body?.cancel()
    return response.status < 500 || response.status === 503
  } catch {
    return false
  }
}
