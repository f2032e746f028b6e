import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** How far something is, 0 to 100; without a value it only says that it goes on. */
export function Progress({
  className,
  value,
  ...props
}: ComponentProps<'div'> & { value?: number | null }) {
  return (
    <div
      role="progressbar"
      data-slot="progress"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value ?? undefined}
      className={cn(
        'relative h-1.5 w-full overflow-hidden rounded-full bg-foreground/10',
        className,
      )}
      {...props}
    >
      <div
        className={cn(
          'h-full rounded-full bg-accent transition-[width] duration-300',
          value == null && 'w-full animate-shimmer',
        )}
        style={value == null ? undefined : { width: `${value}%` }}
      />
    </div>
  )
}
