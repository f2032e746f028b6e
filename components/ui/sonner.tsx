'use client'

import { Toaster as Sonner } from 'sonner'

/** Where toasts appear; colours come from the page's tokens, so they follow its theme. */
export function Toaster() {
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
        classNames: { description: '!text-muted-foreground' },
      }}
    />
  )
}
