import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { Month } from '../../core/month.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { type FlaggedFilters, labelValues, PAGE_SIZE } from './flagged-filters.ts'
import { reasonSchema } from './reason.ts'
import { transactionFields } from './transaction-fields.ts'

const flaggedTransactionSchema = z.object({
  ...transactionFields,
  fraudScore: z.number(),
  threshold: z.number(),
  version: z.nullable(z.int()),
  reasons: z.array(reasonSchema),
  label: z.enum(labelValues),
  labelSource: z.nullable(z.enum(['file', 'review'])),
})

const flaggedPageSchema = z.object({
  total: z.int(),
  amount: z.number(),
  rows: z.array(flaggedTransactionSchema),
})

const categoriesSchema = z.array(z.object({ name: z.string(), count: z.int() }))

/** A row of the table; its amount is in currency units. */
export type FlaggedTransaction = z.infer<typeof flaggedTransactionSchema>

/** Rows of a month's page as the database filters them; what filters nothing is left out. */
function filterArguments(dataset: string, month: Month, filters: FlaggedFilters) {
  const { label, category, place, card, day, search } = filters
  const narrowing = {
    label: filters.shown === 'missed' ? null : label,
    category,
    place,
    card,
    day,
    search,
    minimum_amount: filters.minimumAmount,
    maximum_amount: filters.maximumAmount,
    minimum_score: filters.minimumScore,
    maximum_score: filters.maximumScore,
  }
  return {
    dataset_slug: dataset,
    month: `${month}-01`,
    shown: filters.shown,
    filters: Object.fromEntries(Object.entries(narrowing).filter(([, value]) => value !== null)),
  }
}

/** One page of a month's flagged (or missed) transactions; filtered, sorted and cut by the database. */
export function flaggedQuery(
  client: DataClient,
  dataset: string,
  month: Month,
  filters: FlaggedFilters,
) {
  // Which columns are shown changes nothing about the rows.
  const { hidden: _, ...asked } = filters
  return queryOptions({
    queryKey: ['flagged', dataset, month, asked],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      readRpc(
        `list transactions of ${month}`,
        client
          .rpc('list_flagged_transactions', {
            ...filterArguments(dataset, month, filters),
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

/** The categories among a month's flagged (or missed) transactions, the most frequent first. */
export function flaggedCategoriesQuery(
  client: DataClient,
  dataset: string,
  month: Month,
  shown: FlaggedFilters['shown'],
) {
  return queryOptions({
    queryKey: ['flagged-categories', dataset, month, shown],
    queryFn: ({ signal }) =>
      readRpc(
        `list categories of ${month}`,
        client
          .rpc('list_flagged_categories', { dataset_slug: dataset, month: `${month}-01`, shown })
          .abortSignal(signal),
        categoriesSchema,
      ),
  })
}

/** Where the next page of an export begins. */
export type ExportPosition = Pick<FlaggedTransaction, 'occurredAt' | 'id'>

/** The rows that filters let through, in time order, a few thousand at a time; from the first without a position. */
export function exportFlagged(
  client: DataClient,
  dataset: string,
  month: Month,
  filters: FlaggedFilters,
  after?: ExportPosition,
): Promise<FlaggedTransaction[]> {
  return readRpc(
    `export transactions of ${month}`,
    client.rpc('export_flagged_transactions', {
      ...filterArguments(dataset, month, filters),
      ...(after ? { after_time: after.occurredAt, after_id: after.id } : {}),
    }),
    z.array(flaggedTransactionSchema),
  )
}
