'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import {
  type FlaggedFilters,
  formatFlaggedFilters,
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
      // Whatever narrows or reorders the rows starts again at the first page.
      const next = { ...filters, page: 1, ...changes }
      const url = `${window.location.pathname}${formatFlaggedFilters(next)}`
      if (mode === 'push') window.history.pushState(null, '', url)
      else window.history.replaceState(null, '', url)
    },
    [filters],
  )
  return [filters, change]
}
