import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startStack } from '../../local/stack.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Progress, Step } from '../progress.ts'
import { buildApp, isAppBuilt } from './build-app.ts'
import type { DemoOptions } from './demo-options.ts'
import { describeStack, type Environment, readHostedEnvironment } from './environment.ts'
import { freePort, isPortFree } from './free-port.ts'
import { keepSwept } from './keep-swept.ts'
import { type AppServer, serveApp } from './serve-app.ts'
import { writeLocalEnv } from './write-local-env.ts'

/** A running product: Supabase, and the app as soon as it is built. */
export type Product = {
  environment: Environment
  /** Settles when the app answers; rejects when it cannot be built or served, or was asked to stop. */
  app: Promise<void>
  /** Ends everything this start began. */
  stop(): Promise<void>
}

/** Options of {@link startProduct}, besides those of the command. */
export type StartOptions = {
  mode: 'start' | 'dev'
  /** Folder of the app's build, below the repository. */
  distDir: string
  progress: Progress
  signal: AbortSignal
  /** Told in one sentence when a part died for good. */
  onDeath: (sentence: string) => void
}

const MOST_RESTARTS = 3

/**
 * Starts Supabase, then builds and serves the app beside whatever the caller does next.
 *
 * @throws StackError or CommandFailure with one sentence
 */
export async function startProduct(demo: DemoOptions, start: StartOptions): Promise<Product> {
  const { progress } = start
  const appPort = demo.ports.app === 0 ? await freePort() : demo.ports.app
  const appUrl = `http://${demo.host === '127.0.0.1' ? 'localhost' : demo.host}:${appPort}`
  if (!(await isPortFree(appPort, demo.host))) {
    throw new CommandFailure(
      `Cannot serve the app: port ${appPort} is taken by another program. Stop that program or choose another port, for example PORT=${appPort + 100} npm run demo.`,
    )
  }
  const backend = await startBackend(demo, appUrl, progress)
  try {
    writeLocalEnv(join(demo.dataDir, 'env'), backend.environment)
  } catch (error) {
    await backend.stop()
    throw error
  }
  const ended = new AbortController()
  const signal = AbortSignal.any([start.signal, ended.signal])
  const keeper = keepApp(demo.host, appPort, backend.environment, { ...start, signal })
  return {
    environment: backend.environment,
    app: keeper.up,
    stop: async () => {
      ended.abort()
      await Promise.all([keeper.stop(), backend.stop()])
    },
  }
}

type Backend = { environment: Environment; stop: () => Promise<void> }

async function startBackend(
  demo: DemoOptions,
  appUrl: string,
  progress: Progress,
): Promise<Backend> {
  if (demo.supabase === 'environment') {
    const environment = readHostedEnvironment(appUrl)
    mkdirSync(demo.dataDir, { recursive: true })
    return { environment, stop: async () => {} }
  }
  const step = progress.begin('starting Supabase')
  let isUp = false
  try {
    const { api, database, functions } = demo.ports
    const stack = await startStack({
      dataDir: demo.dataDir,
      ports: { api, database, functions },
      // Later lines tell that a part ended and was started again.
      log: (line) => (isUp ? progress.print(line) : step.update(line)),
    })
    isUp = true
    step.end(stack.apiUrl)
    const sweeping = keepSwept({ url: stack.apiUrl, secretKey: stack.secretKey }, (line) =>
      progress.print(line),
    )
    return {
      environment: describeStack(stack, appUrl),
      stop: async () => {
        sweeping.stop()
        await stack.stop()
      },
    }
  } catch (error) {
    step.fail()
    throw error
  }
}

/** Builds the app if need be, serves it, and starts it again when it dies. */
function keepApp(
  host: string,
  port: number,
  environment: Environment,
  { mode, distDir, progress, signal, onDeath }: StartOptions,
): { up: Promise<void>; stop: () => Promise<void> } {
  let server: AppServer | undefined
  let restarts = 0
  const env = { ...process.env, ...environment, DEMO_LOGINS: '1' }

  const build = async () => {
    if (mode === 'dev' || isAppBuilt(distDir)) return
    const step = progress.begin('building the app')
    try {
      await buildApp({ distDir, signal, onLine: (line) => showStage(line, step) })
      step.end()
    } catch (error) {
      step.fail()
      throw error
    }
  }
  const serve = async () => {
    signal.throwIfAborted()
    server = await serveApp({ mode, distDir, host, port, env, signal, onDeath: revive })
  }
  const revive = (reason: string) => {
    restarts += 1
    if (restarts > MOST_RESTARTS) {
      onDeath(`The app ended ${restarts} times (${reason}): giving up. Start again.`)
      return
    }
    progress.print(`The app ended unexpectedly (${reason}): starting it again.`)
    serve().catch((error: Error) => {
      if (!signal.aborted) onDeath(error.message)
    })
  }
  const up = build().then(serve)
  // Whoever stops before asking for it must not hear of its end as an unhandled rejection.
  up.catch(() => {})
  return {
    up,
    stop: async () => {
      await up.catch(() => {})
      await server?.stop()
    },
  }
}

/** Next's stages; its other lines are routes, or errors that the end of a failed build shows. */
function showStage(line: string, step: Step): void {
  const stage = /(Creating|Waiting|Compiled|Collecting|Generating|Finalizing)[^.(]*/.exec(line)?.[0]
  if (stage) step.update(stage.trim().toLowerCase())
}
