'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useState } from 'react'
import { changeSearch } from '@/lib/change-search.ts'
import { parsePageNumber } from '@/lib/parse-page-number.ts'

/**
 * The page of a list, from 1, and the way to another. It stands in the address under `parameter`, so that a link shows the
 * same rows; a list that may stand on a screen several times has no parameter, and keeps its page to itself.
 */
export function usePageNumber(parameter: string | null): [number, (page: number) => void] {
  const asked = useSearchParams().get(parameter ?? '')
  const [own, setOwn] = useState(1)
  const turnTo = useCallback(
    (page: number) => {
      if (parameter === null) return setOwn(page)
      const { pathname, search } = window.location
      const changed = changeSearch(search, { [parameter]: page > 1 ? String(page) : null })
      window.history.pushState(null, '', `${pathname}${changed}`)
    },
    [parameter],
  )
  return [parameter === null ? own : parsePageNumber(asked), turnTo]
}
