import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { datasetSummarySchema } from '../datasets/dataset-summary.ts'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'
import { isRunOpen, RUN_POLL_MS, runSchema } from './admin-overview.ts'
import type { RunFilters } from './run-filters.ts'

/** Runs on a page. */
export const RUNS_PAGE_SIZE = 20

const pageSchema = z.object({
  dataset: datasetSummarySchema,
  /** Runs before the page. */
  offset: z.int(),
  /** Runs of the chosen state. */
  total: z.int(),
  /** How many runs of each state the dataset has; a state without any is absent. */
  states: z.record(z.string(), z.int()),
  runs: z.array(runSchema),
})

/** A page of training runs. */
export type RunsPage = z.infer<typeof pageSchema>

/** One page of a dataset's runs, newest first; null for an unknown dataset. Asked again only while a run is open. Admins only. */
export function runsQuery(client: DataClient, dataset: string, { state, run, page }: RunFilters) {
  const place = page === null && run !== null ? { with_run: run } : { page_offset: offsetOf(page) }
  return queryOptions({
    // Opening and closing runs of a page reads nothing anew.
    queryKey: ['runs', dataset, state, place],
    queryFn: ({ signal }) =>
      readRpc(
        'read the training runs',
        client
          .rpc('list_training_runs', {
            dataset_slug: dataset,
            ...(state === null ? {} : { of_state: state }),
            ...place,
            page_size: RUNS_PAGE_SIZE,
          })
          .abortSignal(signal),
        z.nullable(pageSchema),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: query }) => (query.data?.runs.some(isRunOpen) ? RUN_POLL_MS : false),
  })
}

function offsetOf(page: number | null): number {
  return ((page ?? 1) - 1) * RUNS_PAGE_SIZE
}
