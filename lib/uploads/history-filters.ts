import { parsePageNumber } from '../parse-page-number.ts'

/** States of an upload, as the database names them. */
export const uploadStates = ['receiving', 'ready', 'committed', 'discarded'] as const

/** What the history shows, all of it in the URL. */
export interface HistoryFilters {
  /** Slug; null for all. */
  dataset: string | null
  state: (typeof uploadStates)[number] | null
  /** From 1. */
  page: number
}

/** The newest uploads of every dataset and state. */
export const allUploads: HistoryFilters = { dataset: null, state: null, page: 1 }

/** Reads the history's state from the URL. A parameter that makes no sense counts as absent. */
export function parseHistoryFilters(params: URLSearchParams): HistoryFilters {
  const dataset = params.get('dataset')
  return {
    dataset: dataset !== null && /^[a-z0-9-]{1,63}$/.test(dataset) ? dataset : null,
    state: uploadStates.find((state) => state === params.get('state')) ?? null,
    page: parsePageNumber(params.get('page')),
  }
}

/** Writes the history's state as a query string; `''` for the default. */
export function formatHistoryFilters({ dataset, state, page }: HistoryFilters): string {
  const params = new URLSearchParams()
  if (dataset !== null) params.set('dataset', dataset)
  if (state !== null) params.set('state', state)
  if (page > 1) params.set('page', String(page))
  return params.size === 0 ? '' : `?${params}`
}
