import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** A field of several lines that grows with its text. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      data-slot="textarea"
      className={cn(
        'field-sizing-content min-h-16 w-full rounded-md border border-input bg-raised px-2.5 py-1.5 text-sm shadow-xs placeholder:text-muted-foreground focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-fraud',
        className,
      )}
      {...props}
    />
  )
}
