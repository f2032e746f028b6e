import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** A panel on the page's surface. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return (
    <section
      data-slot="card"
      className={cn('min-w-0 rounded-lg border bg-raised', className)}
      {...props}
    />
  )
}

/** Title, description and an action on the right. */
export function CardHeader({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div
      data-slot="card-header"
      className={cn(
        'flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3.5 sm:px-5',
        className,
      )}
      {...props}
    />
  )
}

/** The card's heading. */
export function CardTitle({ className, ...props }: ComponentProps<'h2'>) {
  return <h2 data-slot="card-title" className={cn('font-medium text-sm', className)} {...props} />
}

/** One sentence below the heading. */
export function CardDescription({ className, ...props }: ComponentProps<'p'>) {
  return (
    <p
      data-slot="card-description"
      className={cn('mt-0.5 text-muted-foreground text-xs', className)}
      {...props}
    />
  )
}

/** The card's body. */
export function CardContent({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="card-content" className={cn('px-4 py-4 sm:px-5', className)} {...props} />
}
