import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** Looks of a button; also for links that act like one. */
export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-[background-color,border-color,color,box-shadow] duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4",
  {
    variants: {
      variant: {
        default: 'bg-primary text-primary-foreground shadow-xs hover:bg-primary/88',
        outline: 'border border-input bg-raised shadow-xs hover:bg-muted',
        ghost: 'hover:bg-muted',
        link: 'text-accent underline-offset-4 hover:underline',
        fraud: 'border border-fraud/40 bg-fraud-soft text-fraud-text hover:border-fraud/70',
        legitimate:
          'border border-legitimate/50 bg-legitimate-soft text-legitimate-text hover:border-legitimate/80',
      },
      size: {
        default: 'h-8 px-3 text-sm',
        sm: 'h-7 px-2.5 text-xs',
        lg: 'h-10 px-4 text-sm',
        icon: 'size-8',
        'icon-sm': 'size-7',
      },
    },
    // A finger needs more room than a pointer for what matters most.
    compoundVariants: [
      {
        variant: ['default', 'fraud', 'legitimate'],
        size: ['default', 'lg'],
        className: 'pointer-coarse:min-h-11',
      },
      { size: 'lg', className: 'pointer-coarse:min-h-11' },
    ],
    defaultVariants: { variant: 'default', size: 'default' },
  },
)

/** A button; with `asChild` it lends its looks to its child, such as a link. */
export function Button({
  className,
  variant,
  size,
  asChild = false,
  type,
  ...props
}: ComponentProps<'button'> & VariantProps<typeof buttonVariants> & { asChild?: boolean }) {
  const Component = asChild ? Slot.Root : 'button'
  return (
    <Component
      data-slot="button"
      className={cn(buttonVariants({ variant, size, className }))}
      {...(asChild ? {} : { type: type ?? 'button' })}
      {...props}
    />
  )
}
