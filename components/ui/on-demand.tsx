'use client'

import { type ReactElement, type ReactNode, Suspense, useState } from 'react'
import { openOnceLoaded, warmUp } from './open-once-loaded'

/**
 * The trigger of something that opens (a menu, a panel), whose code is loaded when the pointer or the focus comes near.
 * Until then it is a plain button; a click that comes before the code opens it as soon as it is there.
 */
export function OnDemand({
  preload,
  opened,
  className,
  label,
  children,
}: {
  preload: () => Promise<unknown>
  /** Renders a lazy component that takes the trigger over (`asChild`), and is open when it appears. */
  opened: (trigger: ReactElement) => ReactNode
  className: string
  /** Needed where the trigger holds no words. */
  label?: string
  children: ReactNode
}) {
  const [isWanted, setWanted] = useState(false)
  const shared = { type: 'button' as const, className, 'aria-label': label }
  const closed = (
    <button
      {...shared}
      aria-haspopup="true"
      aria-expanded={false}
      onPointerEnter={() => warmUp(preload)}
      onFocus={() => warmUp(preload)}
      onClick={() => openOnceLoaded(preload, () => setWanted(true))}
    >
      {children}
    </button>
  )
  if (!isWanted) return closed
  return <Suspense fallback={closed}>{opened(<button {...shared}>{children}</button>)}</Suspense>
}
