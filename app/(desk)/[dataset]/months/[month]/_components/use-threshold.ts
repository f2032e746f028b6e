'use client'

import { useEffect, useRef, useState } from 'react'
import { useSearchParam } from '@/components/use-search-param'

/** How long the slider rests before its place goes into the address, in milliseconds. */
const REST_MS = 300

/** The threshold that is looked at, 0 to 1: the one of the address, else the one that served. It moves at once. */
export function useThreshold(served: number): [number, (threshold: number) => void] {
  const [asked, ask] = useSearchParam('threshold')
  const [threshold, setThreshold] = useState(() => parseThreshold(asked) ?? served)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  return [
    threshold,
    (next) => {
      setThreshold(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => ask(next === served ? null : String(next)), REST_MS)
    },
  ]
}

function parseThreshold(text: string | null): number | null {
  const value = Number(text?.trim() || Number.NaN)
  return value >= 0 && value <= 1 ? value : null
}
