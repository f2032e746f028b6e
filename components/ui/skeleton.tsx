import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** The place of something that is still coming. */
export function Skeleton({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      data-slot="skeleton"
      aria-hidden
      className={cn('animate-shimmer rounded-md bg-foreground/7', className)}
      {...props}
    />
  )
}
