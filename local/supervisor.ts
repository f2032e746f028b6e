import { setTimeout as delay } from 'node:timers/promises'

/** A process that can end by itself or be ended. */
export type ServiceProcess = { pid: number; exited: Promise<void>; stop(): Promise<void> }

/** A process that is started again whenever it ends by itself. */
export type KeptService = {
  /** The process id of the one that runs now. */
  pid(): number
  stop(): Promise<void>
}

/** How often a process that keeps dying is started again, and the pause before the first time. */
export type RestartPolicy = { perMinute: number; pauseMs: number }

const DEFAULT_POLICY: RestartPolicy = { perMinute: 5, pauseMs: 100 }
const LONGEST_PAUSE = 64 // times the first one

/**
 * Starts a process and starts it again when it dies, up to five times a minute, with a pause that doubles each time.
 * After that it stays down and says so: something is wrong that starting again does not cure.
 * @throws whatever the first start throws
 */
export async function keepRunning(
  name: string,
  start: () => Promise<ServiceProcess>,
  log: (line: string) => void,
  { perMinute, pauseMs }: RestartPolicy = DEFAULT_POLICY,
): Promise<KeptService> {
  let current = await start()
  const stopped = new AbortController()
  const watch = async (): Promise<void> => {
    const restarts: number[] = []
    while (!stopped.signal.aborted) {
      await current.exited
      if (stopped.signal.aborted) return
      const now = performance.now()
      while (restarts[0] !== undefined && now - restarts[0] > 60_000) restarts.shift()
      if (restarts.length >= perMinute) {
        log(`${name} keeps ending and stays down. Its log is in the data folder under logs/.`)
        return
      }
      restarts.push(now)
      log(`${name} ended unexpectedly and is started again.`)
      const pause = pauseMs * Math.min(2 ** (restarts.length - 1), LONGEST_PAUSE)
      await delay(pause, null, { signal: stopped.signal }).catch(() => {})
      if (stopped.signal.aborted) return
      try {
        current = await start()
      } catch (error) {
        log(`${name} could not be started again: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  const watching = watch()
  return {
    pid: () => current.pid,
    async stop() {
      stopped.abort()
      await current.stop()
      await watching
      await current.stop()
    },
  }
}
