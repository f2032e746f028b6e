import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { datasetSummarySchema, instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const count = z.int().check(z.nonnegative())

/** Predictions that people saw in a month, summed over the versions that served it. Amounts are in currency units. */
export const predictedMonthSchema = z.object({
  scoredCount: count,
  flaggedCount: count,
  flaggedAmount: z.number(),
  truePositiveCount: count,
  falsePositiveCount: count,
  falseNegativeCount: count,
  trueNegativeCount: count,
  caughtAmount: z.number(),
  missedAmount: z.number(),
  versions: z.array(z.int()),
})

const monthRowSchema = z.object({
  month: monthSchema,
  transactionCount: count,
  amount: z.number(),
  labelledCount: count,
  fraudCount: count,
  fraudAmount: z.number(),
  /** Null for months that no model has scored, such as those it was trained on. */
  predicted: z.nullable(predictedMonthSchema),
})

const trainingSchema = z.object({
  /** The last month of the data that it learned from. */
  month: monthSchema,
  isPromoted: z.boolean(),
  /** Null when no version came of it. */
  version: z.nullable(z.int()),
})

const championChangeSchema = z.object({
  isRollback: z.boolean(),
  version: z.int(),
  previousVersion: z.nullable(z.int()),
  /** Who did it, by e-mail address; null once the account is gone. */
  by: z.nullable(z.string()),
  at: instantSchema,
  reason: z.nullable(z.string()),
  /** The first month that the version scored from then on; null while it has scored nothing. */
  firstMonth: z.nullable(monthSchema),
})

const monthsSchema = z.object({
  dataset: datasetSummarySchema,
  trainings: z.array(trainingSchema),
  championChanges: z.array(championChangeSchema),
  months: z.array(monthRowSchema),
})

/** A month's predictions and how they turned out. */
export type PredictedMonth = z.infer<typeof predictedMonthSchema>
/** A training that ended in a decision. */
export type Training = z.infer<typeof trainingSchema>
/** A promotion or rollback by hand. */
export type ChampionChange = z.infer<typeof championChangeSchema>
/** A month as the list shows it. */
export type MonthRow = z.infer<typeof monthRowSchema>

/** A dataset's months in time order; null for an unknown dataset. */
export function monthsQuery(client: DataClient, dataset: string) {
  return queryOptions({
    queryKey: ['months', dataset],
    queryFn: ({ signal }) =>
      readRpc(
        'list months',
        client.rpc('list_months', { dataset_slug: dataset }).abortSignal(signal),
        z.nullable(monthsSchema),
      ),
  })
}
