import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { instantSchema, monthSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const figure = z.nullable(z.number())
const sideSchema = z.object({
  /** The versions that scored the month's rows. */
  versions: z.array(z.int()),
  flaggedCount: z.int(),
  caughtCount: z.int(),
  missedCount: z.int(),
  precision: figure,
  recall: figure,
  averagePrecision: figure,
})

const comparisonSchema = z.nullable(
  z.object({
    challenger: z.object({
      version: z.int(),
      family: z.string(),
      since: instantSchema,
      setBy: z.nullable(z.string()),
      reason: z.string(),
    }),
    months: z.array(
      z.object({
        month: monthSchema,
        rowCount: z.int(),
        labelledCount: z.int(),
        fraudCount: z.int(),
        /** Share of the rows on which both say the same. */
        agreement: figure,
        served: sideSchema,
        challenger: sideSchema,
      }),
    ),
  }),
)

/** The challenger beside what was served, month by month. */
export type ShadowComparison = NonNullable<z.infer<typeof comparisonSchema>>

/** Reads the comparison; null while no version scores beside the champion. Admins only. */
export function shadowComparisonQuery(client: DataClient, dataset: string) {
  return queryOptions({
    queryKey: ['shadow-comparison', dataset],
    queryFn: ({ signal }) =>
      readRpc(
        'compare the challenger with what was served',
        client.rpc('shadow_comparison', { dataset_slug: dataset }).abortSignal(signal),
        comparisonSchema,
      ),
  })
}
