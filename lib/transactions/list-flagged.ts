import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import type { Month } from '@/core/month.ts'
import { instantSchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { type FlaggedFilters, labelValues, PAGE_SIZE } from './flagged-filters.ts'
import { reasonSchema } from './reason.ts'

const flaggedTransactionSchema = z.object({
  id: z.int(),
  occurredAt: instantSchema,
  amount: z.number(),
  merchant: z.string().nullable(),
  category: z.string().nullable(),
  place: z.string().nullable(),
  cardLast4: z.string().nullable(),
  fraudScore: z.number(),
  threshold: z.number(),
  version: z.int().nullable(),
  reasons: z.array(reasonSchema),
  label: z.enum(labelValues),
  labelSource: z.enum(['file', 'review']).nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: instantSchema.nullable(),
})

const flaggedPageSchema = z.object({
  total: z.int().nonnegative(),
  amount: z.number(),
  categories: z.array(z.object({ name: z.string(), count: z.int() })),
  rows: z.array(flaggedTransactionSchema),
})

/** A row of the table; its amount is in currency units. */
export type FlaggedTransaction = z.infer<typeof flaggedTransactionSchema>

/** One page of a month's flagged (or missed) transactions; filtered, sorted and cut by the database. */
export function flaggedQuery(
  client: DataClient,
  dataset: string,
  month: Month,
  filters: FlaggedFilters,
) {
  return queryOptions({
    queryKey: ['flagged', dataset, month, filters],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      readRpc(
        `list transactions of ${month}`,
        client
          .rpc('list_flagged_transactions', {
            dataset_slug: dataset,
            month: `${month}-01`,
            shown: filters.shown,
            label: filters.label,
            category: filters.category,
            minimum_amount: filters.minimumAmount,
            minimum_score: filters.minimumScore,
            search: filters.search,
            sort: filters.sort,
            descending: filters.descending,
            page_size: PAGE_SIZE,
            page_offset: (filters.page - 1) * PAGE_SIZE,
          })
          .abortSignal(signal),
        flaggedPageSchema,
      ),
  })
}
