'use client'

import { SearchIcon } from 'lucide-react'
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { Kbd } from '@/components/ui/kbd'
import type { Session } from '@/lib/auth/session.ts'
import type { Dataset } from '@/lib/datasets/list-datasets.ts'

const load = () => import('./command-palette')
const CommandPalette = lazy(() => load().then((module) => ({ default: module.CommandPalette })))

/** Opens the command palette, by pointer or ⌘K (Ctrl+K). */
export function CommandButton(props: { session: Session; datasets: Dataset[]; dataset: string }) {
  const [isOpen, setOpen] = useState(false)
  const [isWanted, setWanted] = useState(false)
  const shortcut = useShortcutName()

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setWanted(true)
      setOpen((isOpen) => !isOpen)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => {
          setWanted(true)
          setOpen(true)
        }}
        className="ml-auto flex h-8 shrink-0 items-center gap-2 rounded-md border bg-raised px-2.5 max-sm:w-8 max-sm:justify-center max-sm:px-0 text-muted-foreground text-xs shadow-xs transition-colors hover:border-input hover:text-foreground sm:w-52"
      >
        <SearchIcon aria-hidden className="size-3.5" />
        <span className="max-sm:sr-only">Search or jump to</span>
        <span className="ml-auto max-sm:hidden">
          <Kbd>{shortcut}</Kbd>
        </span>
      </button>
      {isWanted && (
        <Suspense>
          <CommandPalette {...props} isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  )
}

/** What the keys are called on the reader's machine; the server, which cannot know, says it as on a Mac. */
function useShortcutName(): string {
  return useSyncExternalStore(
    () => () => {},
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K'),
    () => '⌘K',
  )
}
