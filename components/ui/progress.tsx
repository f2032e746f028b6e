'use client'

import { Progress as ProgressPrimitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** How far something is, 0 to 100; without a value it only says that it goes on. */
export function Progress({
  className,
  value,
  ...props
}: ComponentProps<typeof ProgressPrimitive.Root>) {
  return (
    <ProgressPrimitive.Root
      data-slot="progress"
      className={cn(
        'relative h-1.5 w-full overflow-hidden rounded-full bg-foreground/10',
        className,
      )}
      value={value ?? null}
      {...props}
    >
      <ProgressPrimitive.Indicator
        className={cn(
          'h-full rounded-full bg-accent transition-[width] duration-300',
          value == null && 'w-full animate-shimmer',
        )}
        style={value == null ? undefined : { width: `${value}%` }}
      />
    </ProgressPrimitive.Root>
  )
}
