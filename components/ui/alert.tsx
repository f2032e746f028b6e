import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

const alertVariants = cva(
  'relative grid w-full grid-cols-[0_1fr] items-start gap-y-0.5 rounded-lg border px-4 py-3 text-sm has-[>svg]:grid-cols-[1rem_1fr] has-[>svg]:gap-x-2.5 [&>svg]:size-4 [&>svg]:translate-y-0.5',
  {
    variants: {
      variant: {
        default: 'bg-raised',
        accent: 'border-accent/25 bg-accent-soft',
        warning: 'border-flagged/50 bg-flagged-soft text-flagged-text',
        error: 'border-fraud/35 bg-fraud-soft text-fraud-text',
        success: 'border-legitimate/45 bg-legitimate-soft text-legitimate-text',
      },
    },
    defaultVariants: { variant: 'default' },
  },
)

/** A message in the page. Give it `role="alert"` when it appears after something that the reader did. */
export function Alert({
  className,
  variant,
  ...props
}: ComponentProps<'div'> & VariantProps<typeof alertVariants>) {
  return <div data-slot="alert" className={cn(alertVariants({ variant }), className)} {...props} />
}

/** The message in short. */
export function AlertTitle({ className, ...props }: ComponentProps<'div'>) {
  return (
    <div data-slot="alert-title" className={cn('col-start-2 font-medium', className)} {...props} />
  )
}

/** The message in full. */
export function AlertDescription({ className, ...props }: ComponentProps<'div'>) {
  return <div data-slot="alert-description" className={cn('col-start-2', className)} {...props} />
}
