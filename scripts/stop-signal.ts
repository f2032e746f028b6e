const STOP_WITHIN_MS = 15_000

/**
 * A signal that is aborted when this command is asked to end: by Ctrl-C, by SIGTERM or SIGHUP, or because
 * the process that started it is gone. Being asked twice changes nothing. A command that hangs is ended by
 * force.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) return
    controller.abort()
    setTimeout(() => process.exit(130), STOP_WITHIN_MS).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.on('disconnect', stop)
  // Listening alone would keep a finished command waiting for its parent.
  process.channel?.unref()
  // A closed pipe (`npm run demo | head`) is no reason to leave processes behind.
  process.stdout.on('error', stop)
  return controller.signal
}

/** Settles when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
