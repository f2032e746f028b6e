'use client'

import {
  type ButtonHTMLAttributes,
  cloneElement,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react'
import { openOnceLoaded, warmUp } from './open-once-loaded'

/** A button that opens something. */
export type TriggerElement = ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>

/**
 * A dialog whose code is loaded when the pointer or the focus comes near its trigger. A click that comes before the code
 * opens it as soon as it is there.
 */
export function DialogOnDemand({
  preload,
  trigger,
  opened,
}: {
  preload: () => Promise<unknown>
  trigger: TriggerElement
  /** Renders a lazy component that takes the trigger over (`asChild`), and is open when it appears. */
  opened: (trigger: ReactElement) => ReactNode
}) {
  const [isWanted, setWanted] = useState(false)
  const closed = cloneElement(trigger, {
    'aria-haspopup': 'dialog',
    'aria-expanded': false,
    onPointerEnter: () => warmUp(preload),
    onFocus: () => warmUp(preload),
    onClick: () => openOnceLoaded(preload, () => setWanted(true)),
  })
  if (!isWanted) return closed
  return <Suspense fallback={closed}>{opened(trigger)}</Suspense>
}
