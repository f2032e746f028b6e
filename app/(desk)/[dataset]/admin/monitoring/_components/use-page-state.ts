'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import {
  type EventFilters,
  parseEventFilters,
  writeEventFilters,
} from '@/lib/monitoring/event-filters.ts'
import {
  type MonitoringState,
  parseMonitoringState,
  writeMonitoringState,
} from '@/lib/monitoring/monitoring-state.ts'

/** The page's state, which lives in the URL; a change is an entry of the browser's history and renders nothing anew. */
export function usePageState() {
  const params = useSearchParams()
  const [state, filters] = useMemo(() => {
    const values = Object.fromEntries(params)
    return [parseMonitoringState(values), parseEventFilters(values)]
  }, [params])
  const change = useCallback(
    (changes: Partial<MonitoringState>) =>
      push(writeMonitoringState(new URLSearchParams(params), { ...state, ...changes })),
    [params, state],
  )
  const filter = useCallback(
    // Whatever narrows the log starts again at its first page.
    (changes: Partial<EventFilters>) =>
      push(writeEventFilters(new URLSearchParams(params), { ...filters, page: 1, ...changes })),
    [params, filters],
  )
  return { state, change, filters, filter }
}

function push(params: URLSearchParams): void {
  const query = params.toString()
  window.history.pushState(null, '', `${window.location.pathname}${query && `?${query}`}`)
}
