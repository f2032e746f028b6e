import type { TrainingContext } from './training-job.ts'

/** A step that only watches: it is tried again by the next run and by the monitoring page, and ends no run. */
export async function watchDrift(
  log: TrainingContext['log'],
  step: () => PromiseLike<unknown>,
  name = 'drift',
): Promise<void> {
  try {
    await step()
  } catch (error) {
    log(name, `left for the next run: ${error instanceof Error ? error.message : error}`)
  }
}
