'use client'

import { lazy, Suspense, useSyncExternalStore } from 'react'
import type { ToastOptions } from './ui/sonner'

// Only someone who is told something pays for the code of toasts.
const Sonner = lazy(() => import('./ui/sonner').then((module) => ({ default: module.Toaster })))

type Kind = 'success' | 'error' | 'message'

let isWanted = false
const listeners = new Set<() => void>()

function show(kind: Kind, title: string, options?: ToastOptions): void {
  isWanted = true
  for (const listener of listeners) listener()
  void import('./ui/sonner').then(({ showToast }) => showToast(kind, title, options))
}

/** Says what happened, in a corner of the page. The toasts' code is loaded with the first one. */
export const toast = {
  success: (title: string, options?: ToastOptions) => show('success', title, options),
  error: (title: string, options?: ToastOptions) => show('error', title, options),
  message: (title: string, options?: ToastOptions) => show('message', title, options),
}

/** The place where toasts appear; empty until there is one. */
export function Toaster() {
  const isShown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isWanted,
    () => false,
  )
  return (
    isShown && (
      <Suspense>
        <Sonner />
      </Suspense>
    )
  )
}
