'use client'

import { type ComponentType, useSyncExternalStore } from 'react'
import { Button } from './ui/button'
import type { ToastOptions } from './ui/sonner'

type Kind = 'success' | 'error' | 'message'

/** What stands in the corner: nothing yet, toasts, or plain words where the toasts' code could not be loaded. */
interface Corner {
  Toasts: ComponentType | null
  plain: { title: string; description: string | undefined } | null
}

const empty: Corner = { Toasts: null, plain: null }
let corner = empty
const listeners = new Set<() => void>()

function change(next: Corner): void {
  corner = next
  for (const listener of listeners) listener()
}

function show(kind: Kind, title: string, options?: ToastOptions): void {
  // Only someone who is told something pays for the code of toasts. Without a connection, of all times, it does not come.
  import('./ui/sonner').then(
    ({ Toaster: Toasts, showToast }) => {
      change({ Toasts, plain: null })
      showToast(kind, title, options)
    },
    () => change({ ...corner, plain: { title, description: options?.description } }),
  )
}

/** Says what happened, in a corner of the page. The toasts' code is loaded with the first one. */
export const toast = {
  success: (title: string, options?: ToastOptions) => show('success', title, options),
  error: (title: string, options?: ToastOptions) => show('error', title, options),
  message: (title: string, options?: ToastOptions) => show('message', title, options),
}

/** The place where toasts appear; empty until there is one. */
export function Toaster() {
  const { Toasts, plain } = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => corner,
    () => empty,
  )
  return (
    <>
      {Toasts && <Toasts />}
      {plain && (
        <div
          role="alert"
          className="fixed right-4 bottom-4 z-50 grid max-w-sm gap-1 rounded-lg border bg-raised px-4 py-3 text-[0.8125rem] shadow-float"
        >
          <p className="font-medium">{plain.title}</p>
          {plain.description && (
            <p className="wrap-anywhere text-muted-foreground">{plain.description}</p>
          )}
          <Button
            variant="outline"
            size="sm"
            className="mt-1 justify-self-start"
            onClick={() => change({ ...corner, plain: null })}
          >
            Close
          </Button>
        </div>
      )}
    </>
  )
}
