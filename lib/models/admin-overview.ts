import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { datasetSummarySchema, instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { featureImportanceSchema } from './feature-importance.ts'
import { intervalSchema } from './interval.ts'

// Stored documents outlive the code that wrote them, so what a newer trainer adds or an older one lacks must not break
// the page: every measure may be absent.
const measure = z.catch(z.optional(z.number()), undefined)

const holdoutMetricsSchema = z.object({
  averagePrecision: z.catch(z.optional(intervalSchema), undefined),
  baseRate: measure,
  rows: measure,
  frauds: measure,
  /** Cards that the frauds were on. */
  fraudCards: measure,
  precision: measure,
  recall: measure,
  f1: measure,
  brier: measure,
  /** Share of fraud among the highest-scored share of transactions. */
  recallAtBudget: z.catch(z.array(z.object({ share: z.number(), recall: z.number() })), []),
})

const versionSchema = z.object({
  id: z.int(),
  version: z.int(),
  family: z.string(),
  runId: z.int(),
  threshold: z.number(),
  trainedUntil: instantSchema,
  metrics: holdoutMetricsSchema,
  hyperparameters: z.record(z.string(), z.unknown()),
  featureImportance: featureImportanceSchema,
  artifactSha256: z.string(),
  artifactBytes: z.int(),
  createdAt: instantSchema,
  /** When it last became the champion; null for a challenger that never served. */
  promotedAt: z.nullable(instantSchema),
  /** From then on it never serves again. */
  retiredAt: z.nullable(instantSchema),
  /** Who let it serve last, and why; `by` is null where the gate did. */
  promotion: z.nullable(
    z.object({
      by: z.nullable(z.string()),
      reason: z.nullable(z.string()),
      at: instantSchema,
    }),
  ),
})

const candidateSchema = z.object({
  id: z.int(),
  family: z.string(),
  hyperparameters: z.record(z.string(), z.unknown()),
  /** On validation, not on the hold-out. */
  metrics: z.object({ averagePrecision: measure, precision: measure, recall: measure }),
  backend: z.nullable(z.string()),
  durationMs: z.int(),
  isSelected: z.boolean(),
})

const partSchema = z.catch(z.optional(z.object({ rows: z.int(), frauds: z.int() })), undefined)

/** A run with what it learned from, what it tried and what was decided. */
export const runSchema = z.object({
  id: z.int(),
  state: z.enum(['requested', 'running', 'succeeded', 'refused', 'failed']),
  trigger: z.string(),
  requestedBy: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  gitSha: z.nullable(z.string()),
  backend: z.nullable(z.string()),
  dataFrom: z.nullable(instantSchema),
  dataTo: z.nullable(instantSchema),
  rowCount: z.nullable(z.int()),
  fraudCount: z.nullable(z.int()),
  dataHash: z.nullable(z.string()),
  split: z.nullable(z.object({ train: partSchema, validation: partSchema, holdout: partSchema })),
  decision: z.catch(
    z.nullable(z.object({ decision: z.string(), code: z.string(), reason: z.string() })),
    null,
  ),
  error: z.nullable(z.string()),
  createdAt: instantSchema,
  startedAt: z.nullable(instantSchema),
  finishedAt: z.nullable(instantSchema),
  /** The version that it published. */
  version: z.nullable(z.int()),
  candidates: z.array(candidateSchema),
})

const overviewSchema = z.object({
  dataset: datasetSummarySchema,
  aliases: z.array(
    z.object({
      alias: z.enum(['champion', 'challenger']),
      version: z.int(),
      setAt: instantSchema,
      setBy: z.nullable(z.string()),
      reason: z.string(),
    }),
  ),
  versions: z.array(versionSchema),
  runs: z.array(runSchema),
  events: z.array(
    z.object({
      id: z.int(),
      kind: z.string(),
      actor: z.nullable(z.string()),
      payload: z.record(z.string(), z.unknown()),
      createdAt: instantSchema,
    }),
  ),
})

/** All that the models page shows. */
export type AdminOverview = z.infer<typeof overviewSchema>
/** A published model with its measures on the hold-out. */
export type ModelVersion = AdminOverview['versions'][number]
/** One attempt to train a better model, with what it tried and what was decided. */
export type TrainingRun = AdminOverview['runs'][number]
/** An entry of the log. */
export type DeskEvent = AdminOverview['events'][number]

/** How often pages ask again while a run is open. */
export const RUN_POLL_MS = 3_000

/** Whether a run has not ended yet. */
export function isRunOpen({ state }: Pick<TrainingRun, 'state'>): boolean {
  return state === 'requested' || state === 'running'
}

/** Versions, the newest runs and the newest events of a dataset, newest first; null for an unknown one. Asked again only while a run is open. */
export function adminOverviewQuery(client: DataClient, dataset: string) {
  return queryOptions({
    queryKey: ['admin-overview', dataset],
    queryFn: ({ signal }) =>
      readRpc(
        'read models and runs',
        client.rpc('admin_overview', { dataset_slug: dataset }).abortSignal(signal),
        z.nullable(overviewSchema),
      ),
    refetchInterval: ({ state }) => (state.data?.runs.some(isRunOpen) ? RUN_POLL_MS : false),
  })
}
