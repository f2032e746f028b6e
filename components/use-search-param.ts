'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { changeSearch } from '@/lib/change-search.ts'

/**
 * One parameter of the address and a way to change it without asking the server for the page again. It replaces the
 * entry of the browser's history: what is merely looked at differently is no step to go back.
 */
export function useSearchParam(name: string): [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name)
  const change = useCallback(
    (next: string | null) => {
      const { pathname, search } = window.location
      window.history.replaceState(null, '', `${pathname}${changeSearch(search, { [name]: next })}`)
    },
    [name],
  )
  return [value, change]
}
