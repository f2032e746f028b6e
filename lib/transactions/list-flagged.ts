import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
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
  merchant: z.nullable(z.string()),
  category: z.nullable(z.string()),
  place: z.nullable(z.string()),
  cardLast4: z.nullable(z.string()),
  fraudScore: z.number(),
  threshold: z.number(),
  version: z.nullable(z.int()),
  reasons: z.array(reasonSchema),
  label: z.enum(labelValues),
  labelSource: z.nullable(z.enum(['file', 'review'])),
  reviewedBy: z.nullable(z.string()),
  reviewedAt: z.nullable(instantSchema),
})

const flaggedPageSchema = z.object({
  total: z.int().check(z.nonnegative()),
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
