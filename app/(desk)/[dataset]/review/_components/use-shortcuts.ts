'use client'

import { useEffect, useRef } from 'react'

/** Does things at single keys, unless somebody is typing or a dialog is open. Keys with a modifier belong to the browser. */
export function useShortcuts(actions: Record<string, () => void>): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      const { target } = event
      if (target instanceof HTMLElement) {
        if (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"]'))
          return
      }
      if (document.querySelector('[role="dialog"], [role="menu"]')) return
      const action = latest.current[event.key.toLowerCase()]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
