import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { DAY_MS } from '../../core/durations.ts'
import { datasetSummarySchema, instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const overviewSchema = z.object({
  dataset: datasetSummarySchema,
  /** The database's clock, so that ages do not depend on the reader's. */
  now: instantSchema,
  lastUpload: z.nullable(
    z.object({
      id: z.string(),
      fileName: z.string(),
      committedAt: instantSchema,
      acceptedCount: z.int(),
    }),
  ),
  /** Uploads that nobody has committed or discarded. */
  openUploadCount: z.int(),
  newestMonth: z.nullable(monthSchema),
  /** The newest month in which at least half of the rows have a label. */
  newestLabelledMonth: z.nullable(monthSchema),
  lastLabelsAt: z.nullable(instantSchema),
  /** The newest run that ended with a decision: promoted or refused. */
  lastFinishedRun: z.nullable(
    z.object({ id: z.int(), state: z.enum(['succeeded', 'refused']), finishedAt: instantSchema }),
  ),
  lastRun: z.nullable(
    z.object({
      id: z.int(),
      state: z.string(),
      createdAt: instantSchema,
      error: z.nullable(z.string()),
    }),
  ),
  overdueAfterDays: z.int(),
  /** Calls of the edge functions in the last seven days. */
  calls: z.array(
    z.object({
      functionName: z.string(),
      callCount: z.int(),
      refusedCount: z.int(),
      failedCount: z.int(),
      meanMs: z.number(),
      slowestMs: z.int(),
    }),
  ),
  /** The same by day (UTC), of all functions together, the oldest first; a day without calls has no mean. */
  callDays: z.array(
    z.object({
      day: z.string(),
      callCount: z.int(),
      refusedCount: z.int(),
      failedCount: z.int(),
      meanMs: z.nullable(z.number()),
    }),
  ),
  /** The last uploads, from their beginning to their commit. */
  uploads: z.array(
    z.object({
      id: z.string(),
      fileName: z.string(),
      committedAt: instantSchema,
      rowCount: z.int(),
      durationMs: z.number(),
    }),
  ),
})

/** How fresh data, labels and models are, and what the service did. */
export type MonitoringOverview = z.infer<typeof overviewSchema>

/** Reads the overview; null for an unknown dataset. Admins only. */
export function monitoringOverviewQuery(client: DataClient, dataset: string) {
  return queryOptions({
    queryKey: ['monitoring', dataset],
    queryFn: ({ signal }) =>
      readRpc(
        'read the state of the service',
        client.rpc('monitoring_overview', { dataset_slug: dataset }).abortSignal(signal),
        z.nullable(overviewSchema),
      ),
  })
}

/** What is wrong with the training of a dataset, in one sentence; null when nothing is. */
export function findTrainingFault(
  overview: Pick<MonitoringOverview, 'now' | 'lastFinishedRun' | 'lastRun' | 'overdueAfterDays'>,
): string | null {
  const { lastFinishedRun: finished, lastRun, overdueAfterDays } = overview
  if (lastRun?.state === 'failed') {
    return `Run ${lastRun.id} failed: ${lastRun.error ?? 'the reason is not known.'} Mend the cause and request retraining.`
  }
  if (!finished) return null
  const days = Math.floor((Date.parse(overview.now) - Date.parse(finished.finishedAt)) / DAY_MS)
  return days > overdueAfterDays
    ? `The last finished run is ${writeDays(days)} old; after ${writeDays(overdueAfterDays)} one is overdue. Request retraining, or look at why the schedule does not run.`
    : null
}

function writeDays(days: number): string {
  return `${days} day${days === 1 ? '' : 's'}`
}
