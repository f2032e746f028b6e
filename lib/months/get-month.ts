import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Month } from '../../core/month.ts'
import { datasetSummarySchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { predictedMonthSchema } from './list-months.ts'

/** Equal bins over scores 0 to 1, as migrations define them. */
export const SCORE_BIN_COUNT = 200

const count = z.int().check(z.nonnegative())
const histogram = z.array(count).check(z.length(SCORE_BIN_COUNT))

const versionMonthSchema = z.extend(z.omit(predictedMonthSchema, { versions: true }), {
  version: z.int(),
  family: z.string(),
  threshold: z.number(),
  fraudScores: histogram,
  legitimateScores: histogram,
  unlabelledScores: histogram,
  /** Amount of confirmed fraud per bin, in currency units. */
  fraudAmounts: z.array(z.number()).check(z.length(SCORE_BIN_COUNT)),
})

const monthDetailSchema = z.object({
  dataset: datasetSummarySchema,
  month: monthSchema,
  previousMonth: z.nullable(monthSchema),
  nextMonth: z.nullable(monthSchema),
  transactionCount: count,
  amount: z.number(),
  labelledCount: count,
  fraudCount: count,
  fraudAmount: z.number(),
  /** What reviewing one alert costs, in currency units, where an admin has set it. */
  reviewCost: z.nullable(z.number()),
  predictions: z.array(versionMonthSchema),
})

/** What one model version said in a month and how it turned out, with its score histograms. */
export type VersionMonth = z.infer<typeof versionMonthSchema>
/** A month with its totals, amounts in currency units. */
export type MonthDetail = z.infer<typeof monthDetailSchema>

/** One month; null when the dataset has no transactions in it. */
export function monthQuery(client: DataClient, dataset: string, month: Month) {
  return queryOptions({
    queryKey: ['month', dataset, month],
    queryFn: ({ signal }) =>
      readRpc(
        `read ${month}`,
        client
          .rpc('get_month', { dataset_slug: dataset, month: `${month}-01` })
          .abortSignal(signal),
        z.nullable(monthDetailSchema),
      ),
  })
}
