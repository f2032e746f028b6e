'use client'

import { Tooltip as TooltipPrimitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** Sets the delay of the tooltips below. */
export const TooltipProvider = TooltipPrimitive.Provider
/** A tooltip and what it explains. */
export const Tooltip = TooltipPrimitive.Root
/** What the tooltip explains. */
export const TooltipTrigger = TooltipPrimitive.Trigger

/** A short explanation beside what it explains. */
export function TooltipContent({
  className,
  sideOffset = 6,
  ...props
}: ComponentProps<typeof TooltipPrimitive.Content>) {
  return (
    <TooltipPrimitive.Portal>
      <TooltipPrimitive.Content
        data-slot="tooltip-content"
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          'z-50 max-w-72 text-balance rounded-md bg-primary px-2.5 py-1.5 text-primary-foreground text-xs data-[state=delayed-open]:animate-enter',
          className,
        )}
        {...props}
      />
    </TooltipPrimitive.Portal>
  )
}
