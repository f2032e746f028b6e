'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import {
  changeFlaggedSearch,
  type FlaggedFilters,
  parseFlaggedFilters,
} from '@/lib/transactions/flagged-filters.ts'

/**
 * The table's state, which lives in the URL. A change adds an entry to the browser's history and reads the rows straight
 * from the database; the page around the table is not rendered again.
 */
export function useFlaggedFilters(): [
  FlaggedFilters,
  (change: Partial<FlaggedFilters>, mode?: 'push' | 'replace') => void,
] {
  const params = useSearchParams()
  const filters = useMemo(() => parseFlaggedFilters(Object.fromEntries(params)), [params])
  const change = useCallback(
    (changes: Partial<FlaggedFilters>, mode: 'push' | 'replace' = 'push') => {
      // The address as it is now: a field that waited for the typing to pause must not undo what came meanwhile.
      const { pathname, search } = window.location
      const present = parseFlaggedFilters(Object.fromEntries(new URLSearchParams(search)))
      // Whatever narrows or reorders the rows starts again at the first page.
      const url = `${pathname}${changeFlaggedSearch(search, { ...present, page: 1, ...changes })}`
      if (mode === 'push') window.history.pushState(null, '', url)
      else window.history.replaceState(null, '', url)
    },
    [],
  )
  return [filters, change]
}
