'use client'

import { Dialog as SheetPrimitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** A panel and what opens it. */
export const Sheet = SheetPrimitive.Root
/** Opens the panel. */
export const SheetTrigger = SheetPrimitive.Trigger

/** A panel that comes in from the left; `title` is read by screen readers only. */
export function SheetContent({
  className,
  children,
  title,
  ...props
}: ComponentProps<typeof SheetPrimitive.Content> & { title: string }) {
  return (
    <SheetPrimitive.Portal>
      <SheetPrimitive.Overlay className="fixed inset-0 z-50 bg-black/35" />
      <SheetPrimitive.Content
        data-slot="sheet-content"
        aria-describedby={undefined}
        className={cn(
          'fixed inset-y-0 left-0 z-50 w-72 border-r bg-canvas shadow-float outline-none data-[state=open]:animate-slide-in',
          className,
        )}
        {...props}
      >
        <SheetPrimitive.Title className="sr-only">{title}</SheetPrimitive.Title>
        {children}
      </SheetPrimitive.Content>
    </SheetPrimitive.Portal>
  )
}
