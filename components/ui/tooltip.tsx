'use client'

import { type ReactNode, useId, useState } from 'react'
import { cn } from '@/lib/class-names.ts'

/** A short explanation below what it explains: shown on hover and focus, put away by Escape. */
export function Tooltip({
  content,
  className,
  align = 'end',
  children,
}: {
  content: ReactNode
  /** Which of its edges stands below that of what is explained. */
  align?: 'start' | 'end'
  /** Of what is explained. */
  className?: string
  children: ReactNode
}) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  return (
    <span
      className="relative inline-flex"
      onPointerEnter={() => setOpen(true)}
      onPointerLeave={() => setOpen(false)}
    >
      <button
        type="button"
        aria-describedby={isOpen ? id : undefined}
        className={cn('text-left', className)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setOpen(false)
        }}
      >
        {children}
      </button>
      {isOpen && (
        <span
          id={id}
          role="tooltip"
          className={cn(
            'absolute top-full z-50 w-max max-w-[min(20rem,80vw)] animate-enter pt-1.5',
            align === 'end' ? 'right-0' : 'left-0',
          )}
        >
          <span className="block rounded-md bg-primary px-2.5 py-1.5 text-left text-primary-foreground text-xs">
            {content}
          </span>
        </span>
      )}
    </span>
  )
}
