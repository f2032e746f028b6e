/** States of a run, as the database names them, in the order in which they are offered. */
export const runStates = ['requested', 'running', 'succeeded', 'refused', 'failed'] as const

/** A run's state: succeeded published a champion, refused kept the old one. */
export type RunState = (typeof runStates)[number]

/** What the list of runs shows, all of it in the URL. */
export interface RunFilters {
  /** Null for all. */
  state: RunState | null
  /** The run that is open; it decides the page where none is named. */
  run: number | null
  /** From 1; null for the page that holds the open run, or else the first one. */
  page: number | null
}

/** Reads the list's state from the URL. A parameter that makes no sense counts as absent. */
export function parseRunFilters(params: URLSearchParams): RunFilters {
  const number = (name: string) => {
    const text = params.get(name) ?? ''
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null
  }
  return {
    state: runStates.find((state) => state === params.get('state')) ?? null,
    run: number('run'),
    page: number('page'),
  }
}

/** Writes the list's state as a query string; `''` for the default. */
export function formatRunFilters({ state, run, page }: RunFilters): string {
  const params = new URLSearchParams()
  if (state !== null) params.set('state', state)
  if (page !== null && (page > 1 || run !== null)) params.set('page', String(page))
  if (run !== null) params.set('run', String(run))
  return params.size === 0 ? '' : `?${params}`
}
