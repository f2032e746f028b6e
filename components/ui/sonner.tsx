'use client'

import { useEffect } from 'react'
import { Toaster as Sonner, toast } from 'sonner'

/** What a toast says besides its title, and what can be done about it. */
export interface ToastOptions {
  /** Toasts of one id replace each other. */
  id?: string
  description?: string | undefined
  action?: { label: string; onClick: () => void }
}

let isMounted = false
let waiting: (() => void)[] = []

/** Shows a toast as soon as there is a place for it: sonner forgets what it is told before. */
export function showToast(
  kind: 'success' | 'error' | 'message',
  title: string,
  options?: ToastOptions,
): void {
  const say = () => void toast[kind](title, options)
  if (isMounted) say()
  else waiting.push(say)
}

/** Where toasts appear; colours come from the page's tokens, so they follow its theme. */
export function Toaster() {
  useEffect(() => {
    isMounted = true
    for (const say of waiting) say()
    waiting = []
    return () => {
      isMounted = false
    }
  }, [])
  return (
    <Sonner
      position="bottom-right"
      toastOptions={{
        style: {
          background: 'var(--raised)',
          color: 'var(--foreground)',
          borderColor: 'var(--border)',
          boxShadow: '0 1px 2px var(--shadow-color), 0 12px 32px -8px var(--shadow-color)',
          fontFamily: 'var(--font-geist-sans), sans-serif',
        },
        actionButtonStyle: { background: 'var(--primary)', color: 'var(--primary-foreground)' },
        classNames: { description: '!text-muted-foreground' },
      }}
    />
  )
}
