import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

const badgeVariants = cva(
  "inline-flex w-fit shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-px font-medium text-xs [&_svg:not([class*='size-'])]:size-3",
  {
    variants: {
      variant: {
        neutral: 'bg-muted text-muted-foreground',
        outline: 'border text-muted-foreground',
        accent: 'bg-accent-soft text-accent',
        flagged: 'bg-flagged-soft text-flagged-text',
        fraud: 'bg-fraud-soft text-fraud-text',
        missed: 'bg-missed-soft text-missed-text',
        legitimate: 'bg-legitimate-soft text-legitimate-text',
      },
    },
    defaultVariants: { variant: 'neutral' },
  },
)

/** Colours of a badge; see globals.css for what they mean. */
export type BadgeVariant = NonNullable<VariantProps<typeof badgeVariants>['variant']>

/** A short state; the colours mean the same everywhere. */
export function Badge({
  className,
  variant,
  ...props
}: ComponentProps<'span'> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ variant, className }))} {...props} />
}
