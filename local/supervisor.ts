import { setTimeout as delay } from 'node:timers/promises'

/** A process that can end by itself or be ended. */
export type ServiceProcess = { pid: number; exited: Promise<void>; stop(): Promise<void> }

/** A process that is started again whenever it ends by itself. */
export type KeptService = {
  /** The process id of the one that runs now. */
  pid(): number
  stop(): Promise<void>
}

const RESTARTS_PER_MINUTE = 5

/**
 * Starts a process and starts it again when it dies, with a growing pause, up to five times a minute.
 * After that it stays down and says so: something is wrong that starting again does not cure.
 * @param pauseMs before the first restart; doubles with each further one
 * @throws whatever the first start throws
 */
export async function keepRunning(
  name: string,
  start: () => Promise<ServiceProcess>,
  log: (line: string) => void,
  pauseMs = 100,
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
      if (restarts.length >= RESTARTS_PER_MINUTE) {
        log(`${name} keeps ending and stays down. Its log is in the data folder under logs/.`)
        return
      }
      restarts.push(now)
      log(`${name} ended unexpectedly and is started again.`)
      await delay(pauseMs * 2 ** (restarts.length - 1), null, { signal: stopped.signal }).catch(
        () => {},
      )
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
