import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { datasetSummarySchema, instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const documentSchema = z.record(z.string(), z.unknown())

const holdoutSchema = z.object({
  version: z.int(),
  rows: z.number(),
  frauds: z.number(),
  precisionRecall: z.array(
    z.object({ threshold: z.number(), precision: z.number(), recall: z.number() }),
  ),
})

const overviewSchema = z.object({
  dataset: datasetSummarySchema,
  /** As stored; absent keys take the defaults of core/publishing/dataset-settings.ts. */
  settings: documentSchema,
  outlook: z.object({
    labelledCount: z.int(),
    newLabelCount: z.int(),
    dueReason: z.nullable(z.string()),
    lastStartedAt: z.nullable(instantSchema),
    waiting: z.int(),
  }),
  /** The champion on its hold-out; null where none serves or an older trainer stored less. */
  holdout: z.catch(z.nullable(holdoutSchema), null),
  /** Newest first. */
  changes: z.array(
    z.object({
      id: z.int(),
      actor: z.nullable(z.string()),
      reason: z.string(),
      before: documentSchema,
      after: documentSchema,
      createdAt: instantSchema,
    }),
  ),
})

/** All that the settings page shows. */
export type SettingsOverview = z.infer<typeof overviewSchema>
/** The champion's precision and recall by threshold, on rows that it had not seen. */
export type ChampionHoldout = z.infer<typeof holdoutSchema>
/** Who changed the settings, from what to what, and why. */
export type SettingsChange = SettingsOverview['changes'][number]

/** The settings of a dataset with their history; null for an unknown one. Admins only. */
export function settingsOverviewQuery(client: DataClient, dataset: string) {
  return queryOptions({
    queryKey: ['settings-overview', dataset],
    queryFn: ({ signal }) =>
      readRpc(
        'read the settings',
        client.rpc('settings_overview', { dataset_slug: dataset }).abortSignal(signal),
        z.nullable(overviewSchema),
      ),
  })
}
