import { connectDatabase } from './database.ts'
import { keepAlive } from './keep-alive.ts'

/** Calls of a function that are not stored yet. */
export interface CallTally {
  callCount: number
  /** Answered 4xx. */
  refusedCount: number
  /** Answered 5xx. */
  failedCount: number
  totalMs: number
  slowestMs: number
}

type Answer = (request: Request) => Promise<Response>

/** Calls are stored together this long after the first of them: a file of forty parts is a few statements, not forty. */
const TOGETHER_MS = 1_000

/**
 * Counts what a function answers and how long it takes, for the monitoring page. Preflights do not count. The answer
 * never waits for it, and where it cannot be stored it is lost: these figures steer nothing.
 */
export function recordCalls(
  functionName: string,
  answer: Answer,
  save: (functionName: string, tally: CallTally) => Promise<unknown> = saveTally,
  togetherMs = TOGETHER_MS,
): Answer {
  let tally: CallTally | null = null
  const store = async () => {
    await new Promise((resolve) => setTimeout(resolve, togetherMs))
    const counted = tally!
    tally = null
    await save(functionName, counted)
  }
  return async (request) => {
    const startedAt = performance.now()
    const response = await answer(request)
    if (request.method === 'OPTIONS') return response
    if (tally === null) {
      tally = { callCount: 0, refusedCount: 0, failedCount: 0, totalMs: 0, slowestMs: 0 }
      keepAlive(store().catch(() => {}))
    }
    const durationMs = Math.round(performance.now() - startedAt)
    tally.callCount += 1
    if (response.status >= 500) tally.failedCount += 1
    else if (response.status >= 400) tally.refusedCount += 1
    tally.totalMs += durationMs
    tally.slowestMs = Math.max(tally.slowestMs, durationMs)
    return response
  }
}

async function saveTally(functionName: string, tally: CallTally): Promise<void> {
  const { callCount, refusedCount, failedCount, totalMs, slowestMs } = tally
  await connectDatabase()`
    select private.record_function_calls(
      ${functionName}, ${callCount}::integer, ${refusedCount}::integer, ${failedCount}::integer, ${totalMs}::integer,
      ${slowestMs}::integer)`
}
