import { setTimeout as sleep } from 'node:timers/promises'
import { isConnectionLost } from '../core/in-transaction.ts'

/** A database that is restarted is back by then; a run without a sign of life for this long is given up anyway. */
const OUTAGE_MS = 120_000

const PAUSE_MS = 1_000

/**
 * Does work that may be done again from its beginning. When the database or Storage goes away meanwhile, it is done
 * again, for up to two minutes from the first failure. Rejects with what the work rejects with otherwise.
 */
export async function outliveOutage<T>(
  log: (step: string, message: string) => void,
  work: () => Promise<T>,
  outageMs = OUTAGE_MS,
): Promise<T> {
  let deadline: number | null = null
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isOutage(error)) throw error
      const message = error instanceof Error ? error.message : String(error)
      if (deadline === null) log('wait', `Supabase is away, and is asked again: ${message}`)
      deadline ??= performance.now() + outageMs
      if (performance.now() > deadline) throw error
      await sleep(PAUSE_MS)
    }
  }
}

/** Whether an error, or what caused it, says that the database or Storage could not be reached. */
function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if (isConnectionLost(error)) return true
  // Of Storage: no answer at all, or a gateway that has none.
  if ('name' in error && error.name === 'StorageUnknownError') return true
  if ('status' in error && Number(error.status) >= 500) return true
  return 'cause' in error && isOutage(error.cause)
}
