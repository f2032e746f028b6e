import { HOUR_MS } from '../../core/durations.ts'
import { sweepUploads } from '../../lib/uploads/sweep-uploads.ts'

/**
 * Sweeps unfinished uploads now and every hour, as the schedule of a hosted project does. A sweep that fails is told
 * in one line; the next one makes up for it.
 */
export function keepSwept(
  supabase: { url: string; secretKey: string },
  log: (line: string) => void,
): { stop: () => void } {
  let isStopped = false
  const sweep = async () => {
    try {
      const { sweptCount } = await sweepUploads(supabase)
      if (sweptCount > 0) log(`Discarded ${sweptCount} uploads that nobody finished.`)
    } catch (error) {
      if (!isStopped) log(error instanceof Error ? error.message : String(error))
    }
  }
  void sweep()
  const timer = setInterval(sweep, HOUR_MS)
  timer.unref()
  return {
    stop() {
      isStopped = true
      clearInterval(timer)
    },
  }
}
