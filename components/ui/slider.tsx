'use client'

import { Slider as SliderPrimitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/**
 * One value on a line, by pointer or arrow keys; what lies above it has the colour of flagged transactions.
 * The track begins and ends half a thumb inside the box, which is where radix puts the thumb at both ends.
 */
export function Slider({
  className,
  thumbLabel,
  ...props
}: ComponentProps<typeof SliderPrimitive.Root> & { thumbLabel: string }) {
  return (
    <SliderPrimitive.Root
      data-slot="slider"
      className={cn('relative flex h-5 w-full touch-none select-none items-center', className)}
      {...props}
    >
      <SliderPrimitive.Track className="relative mx-2 h-1 grow overflow-hidden rounded-full bg-flagged">
        <SliderPrimitive.Range className="absolute h-full bg-[color-mix(in_oklch,var(--foreground)_18%,var(--raised))]" />
      </SliderPrimitive.Track>
      <SliderPrimitive.Thumb
        aria-label={thumbLabel}
        className="block h-4 w-4 rounded-full border-2 border-primary bg-raised shadow-xs transition-shadow hover:shadow-[0_0_0_4px_var(--accent-soft)] focus-visible:outline-2 focus-visible:outline-ring"
      />
    </SliderPrimitive.Root>
  )
}
