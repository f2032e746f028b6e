// The thread that fits one candidate after another; see fit-candidates.ts for the other side.
import { parentPort } from 'node:worker_threads'
import type { FitRequest } from './families/model-family.ts'
import { getFamilies } from './families/registry.ts'

parentPort?.on('message', async ({ family, request }: { family: string; request: FitRequest }) => {
  try {
    const startedAt = performance.now()
    const fitted = await getFamilies([family])[0]!.fit(request)
    const durationMs = Math.round(performance.now() - startedAt)
    parentPort!.postMessage({ fitted, durationMs })
  } catch (error) {
    parentPort!.postMessage({
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
})
