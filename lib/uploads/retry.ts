import { fail, type Result } from '../../core/result.ts'
import type { RetryWait, UploadFailure, UploadFaultCode } from './upload-outcome.ts'

/** One attempt's result. */
export type Attempt<T> = { data: T; error: null } | FailedAttempt

/** A temporary failure is worth another attempt; `details` are what the service said beside its sentence. */
export interface FailedAttempt {
  data: null
  error: UploadFailure
  isTemporary?: boolean
  details?: Record<string, unknown>
}

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 8_000
const LONGEST_DEMAND_MS = 60_000
const MAX_ATTEMPTS = 15

/**
 * Tries again while the failure is temporary, waiting twice as long each time (0.25 s to 8 s, 40 to 80 s in all:
 * Postgres may need that to recover from a crash), with jitter, so that many clients do not come back at once. Ends at
 * once with `cancelled` when the signal is aborted. `onWait` hears of each wait before it begins.
 */
export async function withRetry<T>(
  attempt: () => Promise<Attempt<T>>,
  signal: AbortSignal | undefined,
  onWait: (wait: RetryWait) => void = () => {},
  random: () => number = Math.random,
): Promise<Attempt<T>> {
  for (let count = 1; ; count++) {
    if (signal?.aborted) return cancelled()
    const result = await unlessAborted(attempt(), signal)
    if (result === null) return cancelled()
    if (result.error === null || !result.isTemporary || count === MAX_ATTEMPTS) return result
    const delayMs =
      demandedDelayMs(result) +
      Math.min(FIRST_DELAY_MS * 2 ** (count - 1), LONGEST_DELAY_MS) * (0.5 + random() / 2)
    onWait({ failures: count, delayMs, message: result.error.message })
    await wait(delayMs, signal)
  }
}

/** True for HTTP statuses after which the same request may succeed; 0 stands for no answer at all. */
export function isTemporaryStatus(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500
}

/** What a service that is asked too often (429) wants a client to wait, at most a minute. */
function demandedDelayMs({ details }: FailedAttempt): number {
  const seconds = Number(details?.retryAfterSeconds ?? 0)
  return seconds > 0 ? Math.min(seconds * 1_000, LONGEST_DEMAND_MS) : 0
}

function cancelled(): Result<never, UploadFaultCode> {
  return fail('cancelled', 'The upload was cancelled. Choose the same file again to resume it.')
}

/** The promise's value, or null as soon as the signal is aborted. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined) {
  if (signal === undefined) return await promise
  const aborted = Promise.withResolvers<null>()
  const onAbort = () => aborted.resolve(null)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const value = await Promise.race([promise, aborted.promise])
    return signal.aborted ? null : value
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function wait(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, durationMs)
    signal?.addEventListener('abort', finish, { once: true })
  })
}
